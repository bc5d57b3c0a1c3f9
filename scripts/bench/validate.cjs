// Validates templates as `cdk synth` does: the path of the package, then those of the templates.
const [path, ...templates] = process.argv.slice(2);
const { CompositeEngine, TemplateFile } = require(path);

const engine = new CompositeEngine();
for (const template of templates)
  try {
    engine.validateStandard(new TemplateFile(template));
  } catch {
    // It refuses what is no template; the others are validated.
  }
