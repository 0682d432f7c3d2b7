// Filters of the board: meetings that do not fit fade, tables without any that does are hidden until something is picked up.

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

export class Filters {
  constructor(root, board, tell) {
    this.root = root;
    this.board = board;
    this.tell = tell;
    this.form = root.querySelector("#board-filters");
    this.grid = root.querySelector("#board-grid");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => {
      if (event.target.name === "day") {
        root.dispatchEvent(new Event("board:day"));
      }
      this.apply();
    });
  }

  value(name) {
    return this.form.elements[name]?.value.trim() ?? "";
  }

  day() {
    return Number(this.value("day"));
  }

  /** A function that says whether a meeting fits, or null where nothing is asked. */
  test() {
    const words = plain(this.value("company")).split(/\s+/).filter(Boolean);
    const [language, interpreter, officer] = ["language", "interpreter", "officer"].map((name) => this.value(name));
    if (!words.length && !language && !interpreter && !officer) {
      return null;
    }
    const { people } = this.board.data;
    return (meeting) => {
      const two = meeting.people.map((person) => people[person] ?? ["", "", [], 0]);
      const named = two.some(([name]) => words.every((word) => plain(name).includes(word)));
      return named && (!language || two.some(([, , languages]) => languages.includes(language))) &&
        (!interpreter || String(meeting.interpreter) === interpreter) && (!officer || two.some(([, , , one]) => String(one) === officer));
    };
  }

  apply(quiet = false) {
    const hall = this.value("hall");
    for (const row of this.grid.querySelectorAll("[data-row]")) {
      const table = this.board.tables.get(Number(row.dataset.row));
      row.hidden = Boolean(hall) && table?.hall !== hall;
    }
    const fits = this.test();
    this.grid.classList.toggle("filtered", Boolean(fits));
    if (!fits) {
      return;
    }
    let count = 0;
    const rows = new Set();
    for (const seat of this.grid.querySelectorAll("[data-meeting]")) {
      const fit = fits(this.board.meetings.get(Number(seat.dataset.meeting)));
      seat.classList.toggle("seat-fits", fit);
      if (fit) {
        count += 1;
        rows.add(seat.closest("[data-row]"));
      }
    }
    for (const row of this.grid.querySelectorAll("[data-row]")) {
      row.classList.toggle("row-empty", !rows.has(row));
    }
    if (!quiet) {
      const { words, meetings } = this.board;
      this.tell(words.hidden.replace("{count}", count).replace("{all}", meetings.size));
    }
  }
}
