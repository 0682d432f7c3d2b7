// The list of requests that are not placed: fetched after the board is there, searched on the server.
import { say } from "./rules.js";

export class Waiting {
  constructor(root, board, pick) {
    this.root = root;
    this.board = board;
    this.list = root.querySelector("#board-waiting");
    this.requests = new Map();
    this.box = root.querySelector("#waiting-words");
    let timer = 0;
    this.box?.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.look(), 250);
    });
    this.list?.addEventListener("click", (event) => this.choose(event, pick));
    this.list?.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && this.choose(event, pick)) {
        event.preventDefault();
        root.dispatchEvent(new Event("board:target"));
      }
    });
  }

  choose(event, pick) {
    const request = this.requestOf(event.target);
    if (request) {
      pick(request);
    }
    return request;
  }

  requestOf(element) {
    return this.requests.get(Number(element?.closest?.("[data-request]")?.dataset.request));
  }

  mark(id) {
    this.list?.querySelectorAll("[data-request]").forEach((row) => row.classList.toggle("waiting-held", Number(row.dataset.request) === id));
  }

  async look() {
    if (!this.list) {
      return;
    }
    const answer = await fetch(`${this.root.dataset.waiting}?q=${encodeURIComponent(this.box.value)}`).then((found) => found.json()).catch(() => null);
    if (answer) {
      this.requests = new Map(answer.requests.map((one) => [one.id, { request: one.id, people: [one.a, one.b], need: answer.needs[one.need] }]));
      this.list.replaceChildren(...answer.requests.map((one) => this.row(one)));
      this.root.querySelector("#waiting-more").textContent = answer.more ? this.board.words.more_waiting : answer.requests.length ? "" : this.board.words.none_waiting;
    }
  }

  row(one) {
    const { words } = this.board;
    const item = document.createElement("li");
    item.dataset.request = one.id;
    item.draggable = true;
    item.tabIndex = 0;
    const names = document.createElement("strong");
    names.textContent = this.board.named({ people: [one.a, one.b] });
    const about = document.createElement("span");
    about.textContent = [one.must ? words.must : "", say(words.weight, { weight: one.weight }), one.why].filter(Boolean).join(" · ");
    item.append(names, about);
    return item;
  }
}
