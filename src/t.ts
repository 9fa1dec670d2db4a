import { ALL_SUBSETS, PATHS, fixesFromBits } from '../machines/vocabulary.ts';
import { keepAliveModel, rescheduleModel } from './model.ts';
import { verify } from './engine/verdict.ts';
for (const path of PATHS)
  for (const bits of ALL_SUBSETS.slice(0, Number(process.argv[2] ?? 16))) {
    const t = performance.now();
    const v = { fixes: fixesFromBits(bits), path };
    const m = keepAliveModel(v, process.argv[3] ? ['first'] : undefined);
    const r = verify(m.composition, m.properties);
    const m4 = rescheduleModel(v);
    const r4 = verify(m4.composition, m4.properties);
    console.log(
      path,
      bits,
      r.states,
      r.transitions,
      r.depth,
      [...r.findings, ...r4.findings].map((f) => f.property.id + ':' + f.verdict[0] + (f.run?.length ?? '')).join(' '),
      r4.states,
      (performance.now() - t).toFixed(0),
    );
    if (bits === '0000' || bits === '0010')
      for (const f of r.findings)
        if (f.verdict === 'violated' || process.argv[3])
          console.log(
            f.property.id,
            f.run
              ?.map(
                (c) =>
                  `${m.composition.components[c.component].spec.name}.${c.event.type}${c.event.packet ?? ''}${c.event.upTo ?? ''}`,
              )
              .join(' '),
          );
  }
