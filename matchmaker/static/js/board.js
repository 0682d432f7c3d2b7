// Dragging a meeting to another cell fills in and sends its own form: the server decides, and says what is in the way.
"use strict";
let dragged = null;
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-meeting]");
});
document.addEventListener("dragover", (event) => {
  const cell = event.target.closest("td[data-slot]");
  if (dragged && cell && !cell.querySelector("[data-meeting]")) {
    event.preventDefault();
    cell.classList.add("drop-here");
  }
});
document.addEventListener("dragleave", (event) => {
  event.target.closest?.("td[data-slot]")?.classList.remove("drop-here");
});
document.addEventListener("drop", (event) => {
  const cell = event.target.closest("td[data-slot]");
  const form = dragged?.querySelector("form");
  if (!cell || !form) {
    return;
  }
  event.preventDefault();
  form.elements.slot.value = cell.dataset.slot;
  form.elements.table.value = cell.dataset.table;
  form.querySelector("button[value=move]").click();
});
