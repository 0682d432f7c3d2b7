// The board: pick a meeting or a waiting request up, see where it could go, drop it. The server decides; what it refuses,
// it explains, and answers with the meetings as they are now.
import { Board, say } from "./rules.js";
import { Drawing } from "./drawing.js";
import { Filters } from "./filters.js";
import { Waiting } from "./waiting.js";

const LOOK = 5000; // milliseconds between looks at what others have changed
const root = document.querySelector("#board");
const grid = root.querySelector("#board-grid");
const live = root.querySelector("#board-live");
const panel = root.querySelector("#board-panel");
const data = JSON.parse(document.querySelector("#board-data").textContent);
const board = new Board(data);
const drawing = new Drawing(grid, board);
const { words } = board;
let held = null; // what is picked up
let shown = null; // the meeting in the panel
let busy = false; // a change is on its way
let at = null; // the cell that the keyboard is in

const tell = (text) => { live.textContent = text; };
const filters = new Filters(root, board, tell);
const waiting = new Waiting(root, board, (request) => pick(request));

drawing.draw(filters.day());
filters.apply();
focusable(grid.querySelector(".cell"));
document.documentElement.classList.add("board-ready");
performance.mark("board-drawn");
waiting.look();

// --- picking up and dropping ---------------------------------------------------------------------------------------

function pick(what) {
  if (!data.draft || busy) {
    return;
  }
  held = what;
  const known = new Map(drawing.slots.map((slot) => [slot.id, board.inTheWay(held, slot.id, held.id ? [held.id] : [])]));
  for (const cell of grid.querySelectorAll(".cell")) {
    const [slot, table] = placeOf(cell);
    const { kind, short } = board.verdict(held, slot, table, known.get(slot));
    cell.dataset.verdict = kind;
    cell.dataset.short = short ?? words[kind];
  }
  for (const [slot, obstacle] of known) {
    const head = grid.querySelector(`[data-head="${slot}"]`);
    head.title = obstacle?.why ?? "";
    head.classList.toggle("head-no", Boolean(obstacle));
  }
  grid.classList.add("picking");
  grid.querySelector(`[data-meeting="${held.id}"]`)?.classList.add("seat-held");
  waiting.mark(held.id ? null : held.request);
  tell(say(words.picked, { meeting: board.named(held) }));
}

function letGo(text = "") {
  if (held) {
    held = null;
    grid.classList.remove("picking");
    grid.querySelectorAll(".seat-held").forEach((seat) => seat.classList.remove("seat-held"));
    grid.querySelectorAll("[data-verdict]").forEach((cell) => delete cell.dataset.verdict);
    grid.querySelectorAll(".drop-here").forEach((cell) => cell.classList.remove("drop-here"));
    grid.querySelectorAll("[data-head]").forEach((head) => { head.title = ""; head.classList.remove("head-no"); });
    waiting.mark(null);
    tell(text);
  }
}

function drop(cell) {
  const [slot, table] = placeOf(cell);
  const verdict = board.verdict(held, slot, table);
  const meeting = board.named(held);
  const place = board.place(slot, table);
  if (verdict.kind === "here") {
    letGo(words.left);
  } else if (verdict.kind === "no") {
    tell(say(words.cell_no, { place, why: verdict.why }));
  } else if (verdict.kind === "swap") {
    const { other } = verdict;
    send({ act: "swap", meeting: held.id, version: held.version, other: other.id, other_version: other.version },
      say(words.swapped, { meeting, other: board.named(other) }), cell);
  } else if (held.id) {
    send({ act: "move", meeting: held.id, version: held.version, slot, table }, say(words.moved, { meeting, place }), cell);
  } else {
    send({ act: "add", request: held.request, slot, table }, say(words.added, { meeting, place }), cell);
  }
}

// --- the server ----------------------------------------------------------------------------------------------------

async function send(values, done, cell) {
  if (busy) {
    return;
  }
  busy = true;
  letGo(words.saving);
  cell?.classList.add("cell-saving");
  const begun = performance.now();
  try {
    const answer = await fetch(root.dataset.change, {
      method: "POST", body: new URLSearchParams(values),
      headers: { "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" },
    });
    const told = await answer.json();
    take(told);
    tell(answer.ok ? done : told.said);
    if (["add", "remove"].includes(values.act)) {
      waiting.look();
    }
    performance.measure("board-move", { start: begun });
  } catch {
    tell(words.lost);
  } finally {
    busy = false;
    cell?.classList.remove("cell-saving");
  }
}

/** Takes over the meetings of an answer and draws what changed. */
function take(answer) {
  const cells = new Set();
  const touched = [...answer.gone, ...answer.meetings.map((row) => row[0])];
  for (const id of touched) {
    const before = board.remove(id);
    if (before) {
      cells.add(`${before.slot}:${before.table}`);
    }
  }
  for (const row of answer.meetings) {
    const now = board.put(row, answer.needs);
    cells.add(`${now.slot}:${now.table}`);
  }
  for (const cell of cells) {
    const [slot, table] = cell.split(":").map(Number);
    if (!table && !drawing.cellOf(slot, 0)) {
      drawing.draw(filters.day());
    }
    drawing.refresh(slot, table);
  }
  data.mark = answer.mark ?? data.mark;
  filters.apply(true);
  if (touched.includes(shown)) {
    show(board.meetings.get(shown));
  }
}

async function look() {
  if (document.hidden || busy || !data.draft) {
    return;
  }
  const answer = await fetch(`${root.dataset.changes}?mark=${data.mark}`, { headers: { Accept: "application/json" } })
    .then((found) => (found.ok ? found.json() : null)).catch(() => null);
  if (!answer || busy) {
    return;
  }
  const touched = [...answer.gone, ...answer.meetings.map((row) => row[0])];
  const mine = held?.id && touched.includes(held.id) && answer.said.length;
  if (touched.length && answer.said.length) {
    const again = held && !mine ? held : null;
    letGo();
    take(answer);
    if (again) {
      pick(again.id ? board.meetings.get(again.id) : again);
    }
    tell(answer.said.join(" "));
    waiting.look();
  }
  data.mark = answer.mark;
  if (!answer.draft) {
    data.draft = false;
    letGo();
    tell(words.over);
  }
}
setInterval(look, LOOK);

// --- the panel of one meeting ----------------------------------------------------------------------------------------

function show(meeting) {
  shown = meeting?.id ?? null;
  panel.hidden = !meeting;
  grid.querySelector(".seat-shown")?.classList.remove("seat-shown");
  if (!meeting) {
    return;
  }
  grid.querySelector(`[data-meeting="${meeting.id}"]`)?.classList.add("seat-shown");
  panel.querySelector("[data-names]").textContent = board.named(meeting);
  panel.querySelector("[data-place]").textContent = board.place(meeting.slot, meeting.table);
  panel.querySelector("[data-need]").textContent = meeting.need?.pair ?? "";
  panel.querySelector("[data-more]").href = root.dataset.meeting.replace("/0", `/${meeting.id}`);
  const lock = panel.querySelector("[data-act=lock]");
  if (lock) {
    lock.lastChild.textContent = meeting.locked ? words.unlock : words.lock;
    const choice = panel.querySelector("select");
    const leaving = [meeting.id];
    const free = data.interpreters.filter((one) => board.interpreting({ need: { able: [one.id] } }, meeting.slot, leaving));
    choice.replaceChildren(new Option(words.nobody, ""), ...free.map((one) => new Option(one.name, one.id)));
    choice.value = meeting.interpreter || "";
    choice.parentElement.hidden = !data.interpreters.length;
  }
}

function act(name) {
  const meeting = board.meetings.get(shown);
  const values = { meeting: meeting.id, version: meeting.version };
  if (name === "pick") {
    pick(meeting);
  } else if (name === "lock") {
    send({ act: meeting.locked ? "unlock" : "lock", ...values }, "");
  } else if (name === "remove") {
    send({ act: "remove", ...values }, say(words.removed, { meeting: board.named(meeting) }));
  }
}

panel.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button) {
    act(button.dataset.act);
  }
});
panel.querySelector("select")?.addEventListener("change", (event) => {
  const meeting = board.meetings.get(shown);
  send({ act: "interpreter", meeting: meeting.id, version: meeting.version, interpreter: event.target.value }, "");
});

// --- mouse and finger ------------------------------------------------------------------------------------------------

const placeOf = (cell) => [Number(cell.dataset.slot), Number(cell.dataset.table)];
const meetingOf = (element) => board.meetings.get(Number(element?.closest("[data-meeting]")?.dataset.meeting));

root.addEventListener("dragstart", (event) => {
  const meeting = meetingOf(event.target) ?? waiting.requestOf(event.target);
  if (meeting) {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", board.named(meeting));
    requestAnimationFrame(() => pick(meeting)); // after the browser has taken its picture of what is dragged
  }
});
root.addEventListener("dragend", () => letGo(words.left));
grid.addEventListener("dragover", (event) => {
  const cell = event.target.closest(".cell");
  if (held && cell) {
    if (cell.dataset.verdict !== "no") {
      event.preventDefault();
    }
    hover(cell);
  }
});
grid.addEventListener("drop", (event) => {
  const cell = event.target.closest(".cell");
  if (held && cell) {
    event.preventDefault();
    drop(cell);
  }
});
grid.addEventListener("mouseover", (event) => {
  const cell = event.target.closest(".cell");
  if (held && cell) {
    hover(cell);
  }
});
grid.addEventListener("click", (event) => {
  const cell = event.target.closest(".cell");
  if (cell) {
    focusable(cell);
    if (held) {
      drop(cell);
    } else {
      show(meetingOf(event.target));
    }
  }
});

function hover(cell) {
  const before = grid.querySelector(".drop-here");
  if (before !== cell) {
    before?.classList.remove("drop-here");
    cell.classList.add("drop-here");
    tell(about(cell));
  }
}

/** A cell in words: what it holds, or what dropping there would do. */
function about(cell) {
  const [slot, table] = placeOf(cell);
  const place = board.place(slot, table);
  if (!held) {
    const meetings = table ? [board.at(slot, table)].filter(Boolean) : drawing.loose.get(slot) ?? [];
    return meetings.length ? say(words.cell_held, { place, meeting: meetings.map((one) => board.named(one)).join("; ") }) : say(words.cell_empty, { place });
  }
  const { kind, why, other } = board.verdict(held, slot, table);
  return say(words[`cell_${kind}`], { place, why, meeting: other ? board.named(other) : "" });
}

// --- keyboard --------------------------------------------------------------------------------------------------------

function focusable(cell) {
  if (cell) {
    at?.setAttribute("tabindex", "-1");
    at = cell;
    at.setAttribute("tabindex", "0");
  }
}

function step(across, down) {
  const row = at.parentElement;
  const place = [...row.children].indexOf(at) + across;
  let rowNow = row;
  for (let next = row; down && next;) {
    next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
    if (next?.querySelector(".cell") && next.getClientRects().length) {
      rowNow = next;
      break;
    }
  }
  const cell = rowNow.children[place];
  if (cell?.matches(".cell")) {
    focusable(cell);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (held) {
      hover(cell);
    } else {
      tell(about(cell));
    }
  }
}

const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
grid.addEventListener("keydown", (event) => {
  if (!event.target.matches(".cell") || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const meeting = meetingOf(event.target.querySelector("[data-meeting]"));
  if (STEPS[event.key]) {
    step(...STEPS[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    if (held) {
      drop(event.target);
    } else if (meeting) {
      show(meeting);
      pick(meeting);
    }
  } else if (meeting && !held && data.draft && event.key.toLowerCase() === "l") {
    show(meeting);
    act("lock");
  } else if (meeting && !held && data.draft && event.key === "Delete") {
    show(meeting);
    act("remove");
  } else {
    return;
  }
  event.preventDefault();
});
grid.addEventListener("focusin", (event) => {
  if (event.target.matches(".cell")) {
    focusable(event.target);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && held) {
    letGo(words.left);
  }
});
root.addEventListener("board:day", () => {
  letGo();
  drawing.draw(filters.day());
  focusable(grid.querySelector(".cell"));
});
root.addEventListener("board:target", () => { // a request was picked up by keyboard: go to the first place that is free
  const cell = grid.querySelector('[data-verdict="free"]');
  focusable(cell);
  cell?.focus();
});
