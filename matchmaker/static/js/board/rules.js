// What the board knows, and what a move would break. No page, no network: data in, verdicts out.

const [ID, VERSION, A, B, SLOT, TABLE, INTERPRETER, LOCKED, NEED, REQUEST] = Array(10).keys();

/** Fills {names} in. */
export const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

export class Board {
  constructor(data) {
    this.data = data;
    this.words = data.words;
    this.slots = new Map(data.slots.map((slot) => [slot.id, slot]));
    this.tables = new Map(data.tables.map((table) => [table.id, table]));
    this.interpreters = new Map(data.interpreters.map((one) => [one.id, { ...one, away: new Set(one.away) }]));
    this.booths = new Map(data.tables.filter((table) => table.booth).map((table) => [table.booth, table.id]));
    this.away = new Set(data.away.map(([person, slot]) => `${person}:${slot}`));
    this.closed = new Set(data.closed.map(([table, slot]) => `${table}:${slot}`));
    this.needs = data.needs;
    this.meetings = new Map();
    this.taken = new Map(); // "p<person>:slot", "t<table>:slot", "i<interpreter>:slot" -> meeting's id
    for (const row of data.meetings) {
      this.put(row, data.needs);
    }
  }

  /** Takes a meeting as the server tells it; `needs` is the list that its need points into. */
  put(row, needs) {
    const meeting = {
      id: row[ID], version: row[VERSION], people: [row[A], row[B]], slot: row[SLOT], table: row[TABLE],
      interpreter: row[INTERPRETER], locked: Boolean(row[LOCKED]), need: needs[row[NEED]], request: row[REQUEST],
    };
    this.meetings.set(meeting.id, meeting);
    for (const key of this.keys(meeting)) {
      this.taken.set(key, meeting.id);
    }
    return meeting;
  }

  remove(id) {
    const meeting = this.meetings.get(id);
    if (meeting) {
      this.meetings.delete(id);
      for (const key of this.keys(meeting)) {
        if (this.taken.get(key) === id) {
          this.taken.delete(key);
        }
      }
    }
    return meeting;
  }

  keys({ people, table, interpreter, slot }) {
    const keys = people.map((person) => `p${person}:${slot}`);
    if (table) {
      keys.push(`t${table}:${slot}`);
    }
    if (interpreter) {
      keys.push(`i${interpreter}:${slot}`);
    }
    return keys;
  }

  name(person) {
    return this.data.people[person]?.[0] ?? "?";
  }

  named({ people }) {
    return people.map((person) => this.name(person)).join(" – ");
  }

  place(slot, table) {
    const { time } = this.slots.get(slot);
    return table ? say(this.words.place, { time, table: this.tables.get(table).label }) : say(this.words.place_online, { time });
  }

  /** The meeting at a table in a slot. */
  at(slot, table) {
    return this.meetings.get(this.taken.get(`t${table}:${slot}`));
  }

  /** What keeps two people from meeting in a slot, {why, short}, or null. Meetings in `leaving` are in nobody's way. */
  inTheWay(party, slot, leaving) {
    const words = this.words;
    if (this.slots.get(slot).past) {
      return { why: words.past, short: words.short_past };
    }
    for (const person of party.people) {
      const met = this.meetings.get(this.taken.get(`p${person}:${slot}`));
      if (met && !leaving.includes(met.id)) {
        const other = met.people.find((one) => one !== person);
        const table = this.tables.get(met.table)?.label ?? words.no_table;
        return { why: say(words.busy, { name: this.name(person), other: this.name(other), table }), short: this.name(person) };
      }
      if (this.away.has(`${person}:${slot}`)) {
        return { why: say(words.away, { name: this.name(person) }), short: this.name(person) };
      }
    }
    return this.interpreting(party, slot, leaving) ? null : { why: say(words.interpreter, { pair: party.need.pair }), short: words.short_interpreter };
  }

  /** True when no interpreter is needed, or one who can is free. */
  interpreting(party, slot, leaving) {
    const free = (id) => {
      const holder = this.taken.get(`i${id}:${slot}`);
      return this.interpreters.has(id) && !this.interpreters.get(id).away.has(slot) && (!holder || leaving.includes(holder));
    };
    return !party.need || free(party.interpreter) || party.need.able.some(free);
  }

  /** Why a place is no place for two people, {why, short}, or null. `table` 0 is online. */
  misplaced(party, slot, table) {
    const why = this.placeless(party, slot, table);
    return why ? { why, short: this.words.short_table } : null;
  }

  placeless(party, slot, table) {
    const { words, booths } = this;
    if (this.slots.get(slot).online !== !table) {
      return this.slots.get(slot).online ? words.online : words.not_online;
    }
    const [first, second] = party.people;
    const own = booths.get(second) ?? booths.get(first);
    const label = this.tables.get(table)?.label;
    if (table && own && own !== table) {
      return say(words.at_booth, { table: this.tables.get(own).label });
    }
    if (table && !own && this.tables.get(table).booth) {
      return say(words.booth_of, { table: label, name: this.name(this.tables.get(table).booth) });
    }
    return table && this.closed.has(`${table}:${slot}`) ? say(words.closed, { table: label }) : "";
  }

  /** What dropping at a place would do: {kind: here, free, swap or no, why, short, other}. `held` has people; a meeting its id and slot too. */
  verdict(held, slot, table, known) {
    if (held.id && held.slot === slot && held.table === table) {
      return { kind: "here" };
    }
    const own = held.id ? [held.id] : [];
    const misplaced = this.misplaced(held, slot, table);
    const other = table ? this.at(slot, table) : undefined;
    if (misplaced || !other) {
      const obstacle = misplaced ?? (known === undefined ? this.inTheWay(held, slot, own) : known);
      return { kind: obstacle ? "no" : "free", ...obstacle };
    }
    const label = this.tables.get(table).label;
    if (!held.id) {
      const full = { why: say(this.words.full, { table: label, meeting: this.named(other) }), short: this.words.short_taken };
      return { kind: "no", other, ...(known ?? full) };
    }
    const leaving = [held.id, other.id];
    const mine = this.inTheWay(held, slot, leaving);
    const theirs = this.misplaced(other, held.slot, held.table) ?? this.inTheWay(other, held.slot, leaving);
    if (!mine && !theirs) {
      return { kind: "swap", other };
    }
    const stays = theirs && say(this.words.taken, { table: label, meeting: this.named(other), place: this.place(held.slot, held.table), why: theirs.why });
    return { kind: "no", other, ...(mine ?? { why: stays, short: this.words.short_taken }) };
  }
}
