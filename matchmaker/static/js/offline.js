// On every page of somebody signed in, and in the frame that opens without network: keeps the agenda or the list the page
// names, and lets nothing stay that is not this person's.
import { showAgenda } from "./agenda.js";
import { startCheckIn } from "./check-in.js";
import { all, belongsTo, wipe } from "./kept.js";
import { keepSending, keepToSend, onChange, waitingOf } from "./sending.js";

const user = Number(document.body.dataset.user ?? 0);
const root = document.querySelector("[data-offline]");
const words = JSON.parse(document.querySelector("#words")?.textContent ?? "{}");

const keeps = document.querySelector("[data-keep]")?.dataset.keep;

if (root?.dataset.offline !== "frame") {
  await belongsTo(user); // of a stranger: nothing
}
if (user) {
  const registration = await navigator.serviceWorker?.register("/service-worker.js").catch(() => null);
  if (root || keeps) {
    registration?.active?.postMessage("renew"); // the frame's words follow the reader's language
  }
}

// Leaving takes everything with it, with network or without; what was not sent is asked about.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-sign-out]") || form.dataset.wiped) {
    return;
  }
  event.preventDefault();
  const waiting = await waitingOf(user);
  if (waiting.length && !confirm(form.dataset.signOut.replace("{count}", waiting.length))) {
    return;
  }
  await wipe();
  form.dataset.wiped = "yes";
  form.submit();
}, true);

const mark = document.querySelector("[data-keep]");
if (keeps) {
  onChange((change) => {
    if (change.list) {
      mark.textContent = mark.dataset.kept;
    }
  });
  keepSending(keeps);
}

// A report whose sending fails for want of network is kept, and sent later with what else waits; a photo it cannot keep.
const report = document.querySelector("form[data-report]");
report?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = new FormData(report);
  let answer = null;
  try {
    answer = await fetch(report.action, { method: "POST", body: typed, redirect: "manual" });
  } catch (error) {
    // no network
  }
  const list = (await all("lists")).find((one) => one.address === keeps);
  if (answer?.type === "opaqueredirect") {
    location.assign(report.dataset.next);
  } else if (answer || !list) {
    report.submit(); // shows what is wrong
  } else {
    const fields = ["held", "rating", "next_step", "value", "currency", "notes"].map((name) => [name, typed.get(name) || null]);
    await keepToSend(list.reports, list, { meeting: report.dataset.report, ...Object.fromEntries(fields) });
    report.querySelector("[data-said]").textContent = report.dataset.kept;
  }
});

// /check-in/CODE, /events/SLUG/check-in, /events/SLUG/agenda; any other page has only this to say without network.
async function openFrame() {
  const lists = await all("lists");
  const [, first, second, third] = location.pathname.split("/");
  const code = first === "check-in" ? second : new URLSearchParams(location.search).get("code");
  const helped = lists.filter((list) => list.people);
  const fitting = first === "check-in"
    ? helped.find((list) => list.people.some((person) => person.code === second.toUpperCase())) ?? helped[0]
    : lists.find((list) => list.address.startsWith(`/events/${second}/${third}`));
  if (fitting?.people) {
    await startCheckIn(root, words, { address: fitting.address, code });
  } else if (fitting) {
    await showAgenda(root, words, fitting.address);
  } else {
    const links = lists.map((list) => Object.assign(document.createElement("a"), { className: "btn btn-forest", href: list.page, textContent: list.title }));
    root.replaceChildren(...(links.length ? links : [words.nothing_kept]));
  }
}

if (root?.dataset.offline === "frame") {
  await openFrame();
} else if (root && isSecureContext) { // elsewhere browsers keep nothing, and the page's own forms do
  await startCheckIn(root, words, { address: root.dataset.list, code: root.dataset.code });
}
