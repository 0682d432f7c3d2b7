// Draws the board once as text, which is quickest, and afterwards only the cells that change.

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

export class Drawing {
  constructor(grid, board) {
    this.grid = grid;
    this.board = board;
    this.lock = document.querySelector("#icon-lock").innerHTML;
    this.speech = document.querySelector("#icon-speech").innerHTML;
  }

  /** The slots shown: those of a day, or all. */
  draw(day) {
    const { board, grid } = this;
    this.slots = board.data.slots.filter((slot) => !day || slot.day === day);
    const tables = [...board.data.tables];
    if (this.slots.some((slot) => slot.online) || [...board.meetings.values()].some((meeting) => !meeting.table)) {
      tables.push({ id: 0, label: board.words.no_table, hall: "" });
    }
    this.tables = tables;
    this.loose = new Map(); // slot -> meetings without a table
    for (const meeting of board.meetings.values()) {
      if (!meeting.table) {
        this.loose.set(meeting.slot, [...(this.loose.get(meeting.slot) ?? []), meeting]);
      }
    }
    grid.style.setProperty("--slots", this.slots.length);
    grid.setAttribute("aria-rowcount", tables.length + 1);
    grid.setAttribute("aria-colcount", this.slots.length + 1);
    const head = this.slots.map((slot) => `<div role="columnheader" data-head="${slot.id}">${escape(slot.time)}</div>`).join("");
    const rows = tables.map((table) => this.row(table)).join("");
    grid.innerHTML = `<div class="grid-row grid-head" role="row"><div role="columnheader">${escape(grid.dataset.corner)}</div>${head}</div>${rows}`;
  }

  row(table) {
    const cells = this.slots.map((slot) => this.cell(slot.id, table.id)).join("");
    const hall = table.hall ? ` <small>${escape(table.hall)}</small>` : "";
    return `<div class="grid-row" role="row" data-row="${table.id}"><div role="rowheader">${escape(table.label)}${hall}</div>${cells}</div>`;
  }

  cell(slot, table) {
    const closed = this.board.closed.has(`${table}:${slot}`) ? " cell-closed" : "";
    return `<div class="cell${closed}" role="gridcell" tabindex="-1" data-slot="${slot}" data-table="${table}">${this.seats(slot, table)}</div>`;
  }

  seats(slot, table) {
    if (table) {
      const meeting = this.board.at(slot, table);
      return meeting ? this.seat(meeting) : "";
    }
    return (this.loose.get(slot) ?? []).map((meeting) => this.seat(meeting)).join("");
  }

  seat(meeting) {
    const { board } = this;
    const helped = board.interpreters.get(meeting.interpreter);
    const lacking = meeting.need && !helped;
    const signs = (meeting.locked ? this.lock : "") + (helped || lacking ? this.speech : "");
    const state = `${meeting.locked ? " seat-locked" : ""}${lacking ? " seat-lacking" : ""}`;
    const title = escape([board.named(meeting), helped?.name, meeting.locked ? board.words.locked : ""].filter(Boolean).join(" · "));
    const [first, second] = meeting.people.map((person) => `<span>${escape(board.name(person))}</span>`);
    return `<div class="seat${state}" data-meeting="${meeting.id}"${board.data.draft ? ' draggable="true"' : ""} title="${title}">${signs}${first}${second}</div>`;
  }

  cellOf(slot, table) {
    return this.grid.querySelector(`[data-slot="${slot}"][data-table="${table}"]`);
  }

  /** Draws a cell anew. */
  refresh(slot, table) {
    if (!table) {
      this.loose.set(slot, [...this.board.meetings.values()].filter((meeting) => meeting.slot === slot && !meeting.table));
    }
    const cell = this.cellOf(slot, table);
    if (cell) {
      cell.innerHTML = this.seats(slot, table);
    }
  }
}
