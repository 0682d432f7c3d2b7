// A participant's agenda without network: name, company, time and table of each meeting, nothing more is kept.
import { all } from "./kept.js";

export async function showAgenda(root, words, address) {
  const list = (await all("lists")).find((one) => one.address === address);
  if (!list) {
    root.textContent = words.nothing_kept;
    return;
  }
  const time = (instant) => new Date(instant).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: list.zone });
  const day = (instant) => new Date(instant).toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: list.zone });
  const title = Object.assign(document.createElement("p"), { className: "lead", textContent: list.title });
  const lines = document.createElement("ol");
  lines.className = "agenda";
  let last = "";
  for (const meeting of list.meetings) {
    if (day(meeting.at) !== last) {
      last = day(meeting.at);
      lines.append(Object.assign(document.createElement("li"), { className: "agenda-date", textContent: last }));
    }
    const line = Object.assign(document.createElement("li"), { className: "agenda-meeting" });
    const when = Object.assign(document.createElement("time"), { dateTime: meeting.at, textContent: time(meeting.at) });
    const who = document.createElement("div");
    who.append(Object.assign(document.createElement("strong"), { textContent: meeting.company }));
    who.append(Object.assign(document.createElement("p"), { className: "quiet small", textContent: meeting.name ?? "" }));
    line.append(when, who);
    if (meeting.table) {
      line.append(Object.assign(document.createElement("span"), { className: "table-badge", textContent: `${words.table} ${meeting.table}` }));
    }
    lines.append(line);
  }
  root.replaceChildren(title, list.meetings.length ? lines : words.no_meetings);
}
