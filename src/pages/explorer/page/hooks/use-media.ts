import { useEffect, useState } from 'preact/hooks';

/** Whether a media query holds. */
export function useMedia(text: string): boolean {
  const query = matchMedia(text);
  const [holds, setHolds] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setHolds(query.matches);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [text]);
  return holds;
}
