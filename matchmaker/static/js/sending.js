// What was tapped is kept first, then sent; it is forgotten only once the server has answered for its key. A key sent
// twice counts once, so that sending again is always safe.
import { all, clear, put, remove } from "./kept.js";

const BATCH = 25;
let under = null; // one sending at a time in this window
const listeners = new Set();

export const onChange = (listener) => listeners.add(listener);
const tell = (what) => listeners.forEach((listener) => listener(what));

// `to` is the address that takes it; `list` the list it belongs to: {address, user, until}.
export async function keepToSend(to, list, body) {
  const item = { key: crypto.randomUUID(), to, list: list.address, user: list.user, until: list.until, at: Date.now(), body };
  await put("waiting", item);
  tell({ waiting: (await waitingOf(list.user)).length });
  return item;
}

export async function waitingOf(user) {
  return (await all("waiting")).filter((item) => item.user === user).sort((one, other) => one.at - other.at);
}

// Fetches a list anew and keeps it. 401, 403, 404 and 410 mean that it is no longer this person's: it goes.
export async function fetchList(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store", redirect: "manual" });
  if ([401, 403, 404, 410].includes(response.status) || response.type === "opaqueredirect") {
    await clear("lists");
    if (response.status === 410) {
      await clear("waiting");
    }
    tell({ gone: true });
    return null;
  }
  if (!response.ok) {
    throw new Error(`answered ${response.status}`);
  }
  const list = { ...(await response.json()), address };
  await put("lists", list);
  return list;
}

// Sends what waits, then fetches the list again; answers the newest list, or null where it is gone. Raises without network.
export function send(address) {
  under ??= sendAll(address).finally(() => { under = null; });
  return under;
}

async function sendAll(address) {
  let list = await fetchList(address); // also says whether we may, and brings a fresh token for forms
  if (!list) {
    return null;
  }
  const mine = (await waitingOf(list.user)).filter((item) => item.list === address);
  for (let start = 0; start < mine.length; start += BATCH) {
    await sendBatch(list, mine.slice(start, start + BATCH));
  }
  if (mine.length) {
    list = await fetchList(address);
  }
  tell({ waiting: list ? (await waitingOf(list.user)).length : 0, list });
  return list;
}

async function sendBatch(list, items) {
  for (const to of new Set(items.map((item) => item.to))) {
    const some = items.filter((item) => item.to === to);
    const response = await fetch(to, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": list.csrf },
      body: JSON.stringify({ sent_at: Date.now(), items: some.map((item) => ({ key: item.key, at: item.at, ...item.body })) }),
    });
    if (!response.ok) {
      throw new Error(`answered ${response.status}`);
    }
    for (const result of (await response.json()).results) {
      await remove("waiting", result.key);
      if (result.message) {
        tell({ message: result.message, refused: result.answer === "refused" });
      }
    }
  }
}

// Tries now, when the network comes back, when the page is looked at again, and every 20 seconds: always, to see what
// other phones have sent, or only while something waits.
export function keepSending(address, { always = false } = {}) {
  const attempt = () => send(address).then(() => tell({ online: true }), () => tell({ online: false }));
  addEventListener("online", attempt);
  addEventListener("offline", () => tell({ online: false }));
  document.addEventListener("visibilitychange", () => document.hidden || attempt());
  setInterval(async () => (always || (await all("waiting")).length) && attempt(), 20_000);
  return attempt();
}
