// What this browser keeps for one signed-in person: lists of events (IndexedDB "lists"), and what waits to be sent ("waiting").
// Lists go at sign-out, when somebody else signs in, when the server says the person may no longer see them, and three days
// after their event. What waits holds no names; it goes when it was sent, at sign-out, and three days after the event.
const NAME = "matchmaker";

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

let opened = null;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("lists", { keyPath: "address" });
      request.result.createObjectStore("waiting", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function store(name, mode) {
  return (await database()).transaction(name, mode).objectStore(name);
}

export async function put(name, value) {
  const transaction = (await database()).transaction(name, "readwrite", { durability: "strict" });
  transaction.objectStore(name).put(value);
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = () => reject(transaction.error);
  });
}

export async function remove(name, key) {
  await asked((await store(name, "readwrite")).delete(key));
}

export async function all(name) {
  const now = Date.now();
  const rows = await asked((await store(name, "readonly")).getAll());
  const over = rows.filter((row) => row.until <= now);
  await Promise.all(over.map((row) => remove(name, row.address ?? row.key)));
  return rows.filter((row) => row.until > now);
}

export async function clear(name) {
  await asked((await store(name, "readwrite")).clear());
}

// Everything goes: sign-out.
export async function wipe() {
  await clear("lists");
  await clear("waiting");
}

// A list is only ever shown to the person it was given to; whoever else has signed in since finds nothing.
export async function belongsTo(user) {
  for (const list of await all("lists")) {
    if (list.user !== user) {
      await remove("lists", list.address);
    }
  }
}
