// The site works without this file; it only makes it quicker to use.
"use strict";

// "/" goes to the search box, Esc leaves it.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    const box = document.querySelector("[data-shortcut='/']");
    if (box) {
      event.preventDefault();
      box.focus();
    }
  }
  if (event.key === "Escape" && event.target.matches("[data-shortcut]")) {
    event.target.blur();
  }
});

// A menu closes when one clicks beside it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.account-menu[open]")) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }
});

// What is wrong with a form is read out and seen at once.
document.querySelector("[data-focus]")?.focus();

// Filters apply as they are chosen; without this file their button does it.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply]");
  if (form) {
    form.requestSubmit();
  }
});

// A form is sent once, whatever is clicked twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "post" && !event.defaultPrevented && !form.hasAttribute("hx-post")) {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});

// Copy a link or text to the clipboard.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value ?? "");
    button.classList.add("copied");
  }
});

// Filters are folded away on phones.
if (window.matchMedia("(max-width: 47.99em)").matches) {
  for (const part of document.querySelectorAll("[data-phone-closed]")) {
    part.open = false;
  }
}

// On a phone the tab one is on may lie outside its row.
for (const tab of document.querySelectorAll(".tabs [aria-current], .day-tabs [aria-current]")) {
  tab.scrollIntoView({ inline: "center", block: "nearest" });
}
