/** The source of `src/frontends/ecs/validator.js`, from the schemas of its definitions. */
export function validatorOf(definitions: object): string;
