import { Document, isCollection, Scalar, visit } from 'yaml';

/** A template in YAML, with `!Ref` and its like. */
export function inYaml(template) {
  // As YAML 1.1, which CloudFormation reads, takes dates and the like for no strings, they are quoted.
  const document = new Document(template, { aliasDuplicateObjects: false, version: '1.1' });
  visit(document, {
    Map(key, { items }, path) {
      const [{ key: name, value }] = items;
      const intrinsic = /^(?:Fn::(\w+)|(Ref))$/.exec(name.value);
      if (items.length !== 1 || !intrinsic) return;
      const short = new Scalar(isCollection(value) ? value.items.join('.') : value.value);
      short.tag = `!${intrinsic[1] ?? intrinsic[2]}`;
      const parent = path.at(-1);
      if (key === 'value') parent.value = short;
      else parent.items[key] = short;
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 120 });
}
