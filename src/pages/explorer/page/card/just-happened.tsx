import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { statesAfter } from '../../../../checker/replay/trace.ts';
import { isWitness } from '../../../../checker/verify.ts';
import { logLines } from '../../../../traces/story/lines.ts';
import { type Cause, Causes } from '../../story/causes.ts';
import { changesOf } from '../../story/changes.ts';
import { nameOf } from '../../story/verdict.ts';
import type { Explorer } from '../hooks/use-explorer.ts';
import { marksIn } from '../marks.ts';
import { faultText, timeAt } from '../words.ts';
import { InTheMachines } from './in-the-machines.tsx';

/** The step that was taken last: what it is, why it could happen, what it has changed, and where it is written. */
export function JustHappened(explorer: Explorer) {
  const { view, whole, model, carriers, trace, judgements, act } = explorer;
  const { at } = view;
  const { composition } = model;
  const causes = useMemo(() => new Causes(composition, whole.trace, carriers, whole.messages).of(at), [whole, at]);
  const step = trace[at - 1];
  const told = whole.told[at - 1];
  if (!step || !told) return null;
  const violated = judgements.filter(({ property, step: when }) => when === at && !isWitness(property));
  const lines = logLines(composition, [step]);
  const time = timeAt(whole, at);
  return (
    <section class="part happened" aria-labelledby="happened">
      <h2 id="happened">
        What just happened{' '}
        <small>
          step {at}
          {time && `, at ${time}`}
        </small>
      </h2>
      {told.all.map((sentence) => (
        <p key={sentence} class={sentence === told.sentence ? 'sentence' : undefined}>
          {sentence}.
        </p>
      ))}
      {marksIn(explorer, at).map(({ text, why }) => (
        <p key={text} class="mark">
          ✗ {text}
          {why && `: ${why}`}
        </p>
      ))}
      <dl>
        <Entry term="Event">
          <code>{told.event}</code>
        </Entry>
        {step.choice.fault && (
          <Entry term="Fault">
            <span class="fault">{faultText(explorer, step.choice.fault)}</span>
          </Entry>
        )}
        {causes.length > 0 && (
          <Entry term="Cause">
            {causes.map((cause, i) => (
              <div key={i}>
                {causeText(cause)}{' '}
                <button type="button" class="link" onClick={() => act({ do: 'go to', at: cause.message.sent.step })}>
                  step {cause.message.sent.step}
                </button>
              </div>
            ))}
          </Entry>
        )}
        <Entry term="Changed">
          <Changes {...explorer} />
        </Entry>
        {lines.length > 0 && (
          <Entry term="Logged">
            {lines.map(({ process, text }, i) => (
              <div key={i}>
                {process}: <code>{text}</code>
              </div>
            ))}
          </Entry>
        )}
        {violated.map(({ property }) => (
          <Entry key={property.id} term="Violated">
            <b class="bad">{nameOf(property)}.</b> {property.violation && `${property.violation}.`}
          </Entry>
        ))}
      </dl>
      <InTheMachines {...explorer} />
    </section>
  );
}

function causeText({ message: { text, from, lost, sent }, isLost, step }: Cause): string {
  if (isLost) return `${text} from ${from} is ${lost?.detail}. It was sent in`;
  return step === sent.step
    ? `${text} from ${from} in`
    : `${text} from ${from} arrived in step ${step}. It was sent in`;
}

/** The components that the last step has changed, but for those that only carry messages. */
function Changes({ model: { composition }, carriers, trace, states }: Explorer) {
  const before = statesAfter(composition, trace, trace.length - 1);
  const changed = composition.components.flatMap(({ spec }, i) => {
    const [one, other] = [before[i], states[i]];
    if (!one || !other || one === other || carriers.some(({ machine }) => machine === spec.machine.id)) return [];
    const texts = changesOf(one, other);
    return texts.length > 0 ? [{ name: spec.name, texts }] : [];
  });
  if (changed.length === 0) return <>nothing but what is under way</>;
  return (
    <>
      {changed.map(({ name, texts }) => (
        <div key={name} class="change">
          <i>{name}</i>
          {texts.map((text) => (
            <code key={text}>{text}</code>
          ))}
        </div>
      ))}
    </>
  );
}

function Entry({ term, children }: { readonly term: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
