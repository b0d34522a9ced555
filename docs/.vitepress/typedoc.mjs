// Gives TypeDoc's modules their import names, and translates TSDoc's references to overloads: TypeDoc has another
// notation for them.
import { Converter, ReflectionKind } from 'typedoc';

const names = {
  lib: 'rx-outlook',
  operators: 'rx-outlook/operators',
  testing: 'rx-outlook/testing',
};
const overload = /^\((\w+):\d+\)$/;

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = names[module.name] ?? module.name;
    for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
      const { comment } = reflection;
      for (const part of comment?.summary ?? []) {
        if (part.kind === 'inline-tag') part.text = part.text.replace(overload, '$1');
      }
      // One overload has the comment of all.
      const inherits = (one) =>
        one.comment?.summary.some(({ tag }) => tag === '@inheritDoc') ?? false;
      if (!inherits(reflection)) continue;
      reflection.comment = reflection.parent.signatures
        .find((one) => !inherits(one))
        .comment.clone();
    }
  });
}
