// Dragging a meeting to another cell fills in and sends the board's form: the server decides, and says what is in the way.
// While it is dragged, the slots in which one of its two people is away or meets somebody else are marked.
"use strict";
let dragged = null;
const peopleOf = (seat) => seat.dataset.people.split(" ");

function mark(seat) {
  const people = peopleOf(seat);
  for (const head of document.querySelectorAll("[data-slot-head]")) {
    const cells = document.querySelectorAll(`td[data-slot="${head.dataset.slotHead}"]`);
    const away = head.dataset.away.split(" ");
    const meeting = [...cells].flatMap((cell) => [...cell.querySelectorAll("[data-people]")]).filter((one) => one !== seat);
    const taken = [...away, ...meeting.flatMap(peopleOf)];
    if (people.some((person) => taken.includes(person))) {
      cells.forEach((cell) => cell.classList.add("drop-never"));
    }
  }
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("a.seat[draggable]");
  if (dragged) {
    mark(dragged);
  }
});
document.addEventListener("dragend", () => {
  document.querySelectorAll(".drop-never, .drop-here").forEach((cell) => cell.classList.remove("drop-never", "drop-here"));
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  const cell = event.target.closest("td[data-slot]");
  if (dragged && cell && !cell.querySelector(".seat") && !cell.classList.contains("drop-never")) {
    event.preventDefault();
    cell.classList.add("drop-here");
  }
});
document.addEventListener("dragleave", (event) => {
  event.target.closest?.("td[data-slot]")?.classList.remove("drop-here");
});
document.addEventListener("drop", (event) => {
  const cell = event.target.closest("td[data-slot]");
  const form = document.querySelector("#move-form");
  if (!cell || !dragged || !form) {
    return;
  }
  event.preventDefault();
  form.action = dragged.getAttribute("href");
  form.elements.version.value = dragged.dataset.version;
  form.elements.slot.value = cell.dataset.slot;
  form.elements.table.value = cell.dataset.table;
  form.submit();
});
