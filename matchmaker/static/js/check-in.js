// The check-in on a helper's phone: works from the kept list, with or without network. The page's own forms do the same
// where this file does not run. Words stand in the page (#words), in the reader's language.
import { all } from "./kept.js";
import { keepSending, keepToSend, onChange, send, waitingOf } from "./sending.js";

const REASONS = ["not_reached", "transport", "illness", "cancelled", "other"];
const fold = (text) => text.replace(/[đĐ]/g, "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const codeOf = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export async function startCheckIn(root, words, { address, code }) {
  let list = (await all("lists")).find((one) => one.address === address) ?? null;
  let waiting = list ? await waitingOf(list.user) : [];
  let online = navigator.onLine;
  const state = make("p", { className: "sending-state" });
  state.setAttribute("role", "status");
  const said = make("div", { className: "check-in-said" });
  said.setAttribute("role", "alert");
  const box = make("input", { type: "search", className: "form-control", id: "check-in-box", value: code ?? "", autocomplete: "off" });
  const label = make("label", { htmlFor: "check-in-box", textContent: words.search });
  const people = make("ul", { className: "people-of-day" });
  root.replaceChildren(state, make("div", { className: "check-in-search" }, label, box), said, people);

  const time = (instant) => new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: list.zone });
  // What was tapped here and not yet sent counts on this phone at once.
  const standing = (person) => {
    const tapped = waiting.filter((item) => item.body.participation === person.id).at(-1);
    if (!tapped || (tapped.body.kind === "arrived" && person.state === "arrived")) {
      return person;
    }
    return { ...person, state: tapped.body.kind, since: tapped.at, by: words.you, expected_at: tapped.body.expected_at, unsent: true };
  };
  const word = (person) => {
    const text = {
      arrived: () => words.here_since.replace("{time}", time(person.since)),
      late: () => words.late_at.replace("{time}", String(person.expected_at).includes("T") ? time(person.expected_at) : person.expected_at),
      no_show: () => words.no_show,
      undone: () => words.expected,
    }[person.state]();
    return person.unsent ? `${text} · ${words.unsent}` : text;
  };

  async function tap(person, body) {
    await keepToSend(list.marks, list, { participation: person.id, ...body });
    waiting = await waitingOf(list.user);
    box.value = "";
    say(person, body.kind);
    draw();
    send(address).catch(() => {});
  }
  function say(person, kind) {
    const done = { arrived: words.done, late: words.noted, no_show: words.noted, undone: words.noted }[kind];
    said.replaceChildren(make("p", { className: "flash flash-done", textContent: `${person.company}: ${done}` }));
  }

  function card(person, alone) {
    const acts = make("div", { className: "person-acts" });
    if (person.state !== "arrived") {
      const button = make("button", { type: "button", className: `btn ${alone ? "btn-primary" : "btn-outline-forest"}`, textContent: words.check_in });
      button.addEventListener("click", () => tap(person, { kind: "arrived" }));
      acts.append(button);
    }
    if (person.phone) {
      acts.append(make("a", { className: "btn btn-outline-forest", href: `tel:${person.phone.replace(/ /g, "")}` },
        `${words.call} `, make("span", { className: "person-number nowrap", textContent: person.phone })));
    }
    acts.append(more(person));
    const facts = make("span", { className: "person-facts" }, make("span", { className: `chip chip-${{ arrived: "good", late: "wait", no_show: "bad" }[person.state] ?? "neutral"}`, textContent: word(person) }));
    if (person.next) {
      facts.append(make("span", { className: "quiet small nowrap", textContent: `${time(person.next.at)}${person.next.table ? ` · ${words.table} ${person.next.table}` : ""}` }));
    }
    if (person.by && person.state !== "undone") {
      facts.append(make("span", { className: "quiet small", textContent: words.by.replace("{who}", person.by) }));
    }
    const who = make("div", { className: "person-who" }, make("strong", { textContent: person.company }), make("span", { className: "quiet small", textContent: person.name ?? "" }), facts);
    return make("li", { className: `person person-${person.state}` }, who, acts);
  }

  function more(person) {
    const part = make("details", { className: "person-more" }, make("summary", { className: "btn btn-outline-forest", textContent: words.more }));
    if (person.state !== "arrived") {
      const at = make("input", { type: "time", className: "form-control", required: true });
      const late = make("form", { className: "row-line" }, make("label", { textContent: `${words.late} ` }, at), make("button", { className: "btn btn-outline-forest", textContent: words.note }));
      late.addEventListener("submit", (event) => { event.preventDefault(); tap(person, { kind: "late", expected_at: at.value }); });
      const why = make("select", { className: "form-select" }, ...REASONS.map((reason) => make("option", { value: reason, textContent: words[reason] })));
      const absent = make("form", { className: "row-line" }, make("label", { textContent: `${words.no_show} ` }, why), make("button", { className: "btn btn-outline-forest", textContent: words.note }));
      absent.addEventListener("submit", (event) => { event.preventDefault(); tap(person, { kind: "no_show", reason: why.value }); });
      part.append(late, absent);
    }
    if (person.state !== "undone") {
      const back = make("button", { type: "button", className: "btn btn-outline-forest", textContent: words.undo });
      back.addEventListener("click", () => tap(person, { kind: "undone" }));
      part.append(back);
    }
    if (person.paper) {
      part.append(make("a", { href: person.paper, textContent: words.paper }));
    }
    return part;
  }

  function draw() {
    state.className = `sending-state ${waiting.length || !online ? "sending-waits" : ""}`;
    const counts = list ? words.count.replace("{here}", list.people.map(standing).filter((one) => one.state === "arrived").length).replace("{total}", list.people.length) : "";
    const parts = [counts, online ? "" : words.offline, waiting.length ? words.waiting.replace("{count}", waiting.length) : online ? words.all_sent : ""];
    state.textContent = parts.filter(Boolean).join(" · ");
    if (!list) {
      people.replaceChildren(make("li", { className: "person", textContent: online ? words.loading : words.nothing_kept }));
      return;
    }
    if (people.querySelector("details[open]") && document.activeElement?.closest(".person-more")) {
      return; // somebody is typing there
    }
    const asked = box.value.trim();
    const byCode = list.people.filter((person) => person.code === codeOf(asked));
    const tokens = fold(asked).split(/\s+/).filter(Boolean);
    const found = byCode.length ? byCode : list.people.filter((person) => tokens.every((token) => person.search.includes(token)));
    const shown = found.map(standing).sort((one, other) => (one.state === "arrived") - (other.state === "arrived"));
    people.replaceChildren(...shown.map((person) => card(person, shown.length === 1)));
    if (!shown.length) {
      people.replaceChildren(make("li", { className: "person", textContent: /^[2-9A-HJ-NP-Z]{8}$/.test(codeOf(asked)) ? words.unknown_code : words.nobody }));
    }
  }

  box.addEventListener("input", draw);
  onChange(async (change) => {
    if (change.gone) {
      location.assign("/sign-in");
      return;
    }
    online = change.online ?? online;
    list = change.list ?? list;
    if (list) {
      waiting = await waitingOf(list.user);
    }
    if (change.message) {
      said.replaceChildren(make("p", { className: change.refused ? "problems" : "flash flash-info", textContent: change.message }));
    }
    draw();
  });
  draw();
  await keepSending(address, { always: true });
}
