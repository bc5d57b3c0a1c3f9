import type { Validator } from './validate.ts';

export const taskDefinition: Validator;
export const service: Validator;
