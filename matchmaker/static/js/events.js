// Ticking many boxes at once.
"use strict";
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-tick-all]");
  if (all) {
    for (const box of document.getElementsByName(all.dataset.tickAll)) {
      box.checked = all.checked;
    }
  }
});
for (const button of document.querySelectorAll("[data-flip-day]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.closest("fieldset").querySelectorAll("input[type=checkbox]")];
    const on = !boxes.every((box) => box.checked);
    for (const box of boxes) {
      box.checked = on;
    }
  });
}
