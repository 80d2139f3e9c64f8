// The console: who signs in, and the rooms behind it. The address's fragment says which room: #/inbox, #/chatbots/ID.

import { Chatbots } from "./chatbots.js";
import { Figures } from "./figures.js";
import { Inbox } from "./inbox.js";
import { Keys } from "./keys.js";
import { get, onSignedOut, remove } from "./server.js";
import { SignIn } from "./sign-in.js";
import { h, render, useEffect, useRef, useState } from "./ui.js";

const ROOMS = [
  { path: "inbox", name: "Inbox", room: Inbox },
  { path: "chatbots", name: "Chatbots", room: Chatbots },
  { path: "figures", name: "How it goes", room: Figures },
  { path: "keys", name: "Keys", room: Keys, owners: true },
];

function usePlace() {
  const read = () => location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const moved = () => setPlace(read());
    addEventListener("hashchange", moved);
    // Somebody may have gone on between the first look and now.
    moved();
    return () => removeEventListener("hashchange", moved);
  }, []);
  return place;
}

function App() {
  // Not known yet, nobody, or somebody.
  const [session, setSession] = useState(undefined);
  useEffect(() => {
    onSignedOut(() => setSession(null));
    get("/session").then(setSession, () => setSession(null));
  }, []);
  if (session === undefined) {
    return null;
  }
  return session === null ? h(SignIn, { onSession: setSession }) : h(House, { session, onLeave: () => setSession(null) });
}

function House({ session, onLeave }) {
  const [name = "", ...rest] = usePlace();
  const rooms = ROOMS.filter((room) => !room.owners || session.scope !== "agent");
  const here = rooms.find((room) => room.path === name) ?? rooms[0];
  const main = useRef(null);
  useEffect(() => {
    document.title = `${here.name} · Repartee console`;
  }, [here]);
  const leave = async () => {
    await remove("/session").catch(() => {});
    onLeave();
  };
  return h(
    "div",
    { class: "house" },
    h("a", { class: "skip", href: "#main", onClick: (event) => (event.preventDefault(), main.current.focus()) }, "Skip to the content"),
    h(
      "header",
      { class: "top" },
      h("a", { class: "mark", href: "#/inbox" }, "Repartee"),
      h(
        "nav",
        { "aria-label": "Rooms" },
        rooms.map((room) => h("a", { href: `#/${room.path}`, "aria-current": room === here ? "page" : undefined }, room.name)),
      ),
      h("span", { class: "account", title: `Signed in with the key "${session.name}"` }, session.account.name),
      h("button", { type: "button", class: "quiet", onClick: leave }, "Sign out"),
    ),
    h("main", { id: "main", ref: main, tabIndex: -1 }, h(here.room, { session, place: rest })),
  );
}

render(h(App), document.getElementById("app"));
