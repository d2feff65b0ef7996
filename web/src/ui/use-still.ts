import { useState } from "react";

/** What was shown when the pointer or the keyboard came in, until it leaves: nothing moves under the cursor. */
export function useStill<T>(value: T) {
  const [inside, setInside] = useState(0);
  const [kept, setKept] = useState(value);
  if (inside === 0 && kept !== value) setKept(value);
  const enter = () => setInside((count) => count | 1);
  const leave = () => setInside((count) => count & ~1);
  const focus = () => setInside((count) => count | 2);
  const blur = () => setInside((count) => count & ~2);
  return {
    shown: inside === 0 ? value : kept,
    still: { onPointerEnter: enter, onPointerLeave: leave, onFocus: focus, onBlur: blur },
  };
}
