// Who else looks at a conversation, and who of them writes: told again and again, as whoever goes says nothing.

import { randomName } from "../widget/storage.js";
import { post } from "./server.js";
import { useEffect, useRef, useState } from "./ui.js";

const TELL_MS = 2500;
// Who has not touched a key for so long does not write any more.
const TYPES_MS = 5000;

const id = randomName();

/** {watching: the others, typing(): to be called with each key that is touched}. */
export function useWatching(path, name) {
  const [watching, setWatching] = useState([]);
  const typed = useRef(0);
  const told = useRef(0);
  const tell = async () => {
    told.current = performance.now();
    const typing = typed.current > 0 && performance.now() - typed.current < TYPES_MS;
    try {
      const others = await post(`${path}/watching`, { id, name: name || "Somebody", typing });
      setWatching(others.watching.filter((one) => one.id !== id));
    } catch {
      // Said again soon.
    }
  };
  useEffect(() => {
    tell();
    const timer = setInterval(() => document.visibilityState === "visible" && tell(), TELL_MS);
    return () => clearInterval(timer);
  }, [path, name]);
  const typing = (does = true) => {
    const began = does && performance.now() - typed.current > TYPES_MS;
    const ends = !does && typed.current > 0;
    typed.current = does ? performance.now() : 0;
    if (began || ends || performance.now() - told.current > TYPES_MS) {
      tell();
    }
  };
  return { watching, typing };
}
