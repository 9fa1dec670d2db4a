/// <reference lib="dom" />
import { render } from 'preact';
import { App } from './app.tsx';
import { answerSearches } from './hooks/searcher.ts';

// The page starts its own script once more as a worker, which has no document: a file:// page has nowhere else to take one from.
if (typeof document === 'undefined') answerSearches();
else render(<App />, document.body);
