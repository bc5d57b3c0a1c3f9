import { parseAst } from 'rolldown/parseAst';

// A test that computes the same with a mutant as without it, wherever it comes past, cannot tell one from the other. So
// while the tests run once, expressions are computed again with each mutant in them, and only the tests in which one made a
// difference are asked about it. What may have effects is not computed twice: every test that reaches it is asked.

/** Methods and functions without effects that call what they are given before they return. */
const calling = new Set('every filter find findIndex findLast flatMap from keys map reduce some toSorted'.split(' '));
const plain = new Set(
  `Boolean Number String abs at charAt charCodeAt concat endsWith entries flat get has includes indexOf isArray isFinite
   isInteger isSafeInteger join keys lastIndexOf localeCompare match max min need padStart parseInt peek replace replaceAll
   slice split startsWith stryCov_9fa48 stryMutAct_9fa48 test toLowerCase toString toUpperCase trim values`.split(
    /\s+/,
  ),
);
const harmless = new Set(
  `ArrayExpression BinaryExpression ChainExpression ConditionalExpression Identifier Literal LogicalExpression
   MemberExpression ObjectExpression ParenthesizedExpression PrivateIdentifier Property SequenceExpression SpreadElement
   TemplateElement TemplateLiteral ThisExpression TSAsExpression TSNonNullExpression TSSatisfiesExpression
   UnaryExpression`.split(/\s+/),
);

const childrenOf = (node) =>
  Object.entries(node).flatMap(([key, child]) =>
    /^(?:typeAnnotation|typeArguments|typeParameters|returnType)$/.test(key)
      ? []
      : [child].flat().filter((one) => typeof one?.type === 'string'),
  );
const idOf = (node) =>
  node.type === 'CallExpression' && node.callee.name === 'stryMutAct_9fa48' ? node.arguments[0].value : undefined;
const isSwitch = (node) => node?.type === 'ConditionalExpression' && idOf(node.test) !== undefined;
const bare = (node) => (node.type === 'ParenthesizedExpression' ? bare(node.expression) : node);

function isPure(node) {
  if (node.type === 'CallExpression') {
    const name = node.callee.property?.name ?? node.callee.name;
    const given = node.arguments.map((one) =>
      calling.has(name) && one.type === 'ArrowFunctionExpression' ? one.body : one,
    );
    return (calling.has(name) || plain.has(name)) && isPure(node.callee) && given.every(isPure);
  }
  if (node.type === 'UnaryExpression' && node.operator === 'delete') return false;
  // A function that is not called at once is called when nobody compares.
  return harmless.has(node.type) && childrenOf(node).every(isPure);
}

/** Whether an expression loses its meaning where it stands alone: an object loses its method, a chain its end. */
const isLink = (node, parent) =>
  parent?.callee === node ||
  parent?.object === node ||
  (parent?.type === 'AssignmentExpression' && parent.left === node) ||
  /^(?:UpdateExpression|TaggedTemplateExpression)$/.test(parent?.type) ||
  (parent?.type === 'UnaryExpression' && parent.operator === 'delete');

/** Whether only the truth of an expression counts, as far as its surroundings tell. */
function isTest(node, [parent, ...above]) {
  switch (parent?.type) {
    case 'IfStatement':
    case 'WhileStatement':
    case 'ConditionalExpression':
      return parent.test === node;
    case 'ParenthesizedExpression':
      return isTest(parent, above);
    case 'UnaryExpression':
      return parent.operator === '!';
    default:
      return false;
  }
}

/** Rewrites instrumented code so that each mutant of an expression is watched for whether it makes a difference. */
export function watched(code) {
  const edits = [];
  visit(parseAst(code, { lang: 'ts' }), []);
  return written(code, edits);

  function visit(node, ancestors) {
    const isAsked =
      /Expression$|Literal$/.test(node.type) && !isLink(node, ancestors[0]) && idOf(node) === undefined && isPure(node);
    const ids = isAsked ? found(node, idOf) : [];
    if (ids.length > 0) {
      edits.push([node.start, node.start, `watch_9fa48(${isTest(node, ancestors)}, [${ids}], () => (`]);
      for (const [start, end] of found(node, coverOf)) edits.push([start, end, '0']);
      edits.push([node.end, node.end, '))']);
      return;
    }
    if (isSwitch(node)) {
      const mutants = [];
      let inner = node;
      let above = ancestors;
      for (; isSwitch(inner); inner = bare(inner.alternate)) {
        mutants.push({ id: idOf(inner.test), to: code.slice(inner.consequent.start, inner.consequent.end) });
        above = [inner, ...above];
      }
      const original = inner.expressions[1];
      const waits = /\b(?:await|yield)\b/.test(code.slice(original.start, original.end));
      const fixed = mutants.filter(({ to }) => !waits && (to === 'true' || to === 'false'));
      const reached = mutants.filter((mutant) => !fixed.includes(mutant)).map(({ id }) => id);
      const values = fixed.map(({ id, to }) => `[${id}, ${to}]`);
      const asked = fixed.length > 0 ? `fixed_9fa48([${values}], () => (` : '((';
      edits.push([node.start, original.start, `(cover_9fa48(${reached}), ${asked}`]);
      edits.push([original.end, node.end, ')))']);
      visit(original, [inner, ...above]);
      return;
    }
    for (const child of childrenOf(node)) visit(child, [node, ...ancestors]);
  }
}

const coverOf = (node) => (node.callee?.name === 'stryCov_9fa48' ? [node.start, node.end] : undefined);

const found = (node, what) => [
  ...(what(node) === undefined ? [] : [what(node)]),
  ...childrenOf(node).flatMap((one) => found(one, what)),
];

function written(code, edits) {
  let at = 0;
  let text = '';
  for (const [from, to, by] of edits.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    text += code.slice(at, from) + by;
    at = to;
  }
  return text + code.slice(at);
}
