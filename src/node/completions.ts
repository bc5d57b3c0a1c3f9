import type { Shell } from './args.ts';
import { type Completion, type Flag, flags, shells } from './flags.ts';

/** What can be completed that no table of options says. */
export interface Vocabulary {
  readonly rules: readonly string[];
  /** What `explain` explains. */
  readonly topics: readonly string[];
}

/** The words of the command line that are no files, with what each does. */
const commands: Readonly<Record<string, string>> = {
  explain: 'what a rule or a status code is about',
  rules: 'every rule',
  init: 'write a configuration for this folder',
  baseline: 'write down what is found now',
  completions: 'completions for a shell',
  help: 'the manual',
};

const all: readonly (readonly [string, Flag])[] = Object.entries(flags);

const completedBy = (completion: Completion): readonly (readonly [string, Flag])[] =>
  all.filter(([, flag]) => flag.completes === completion);

/** How an option is written: `-o`, `--output`. */
const spellings = ([name, { short }]: readonly [string, Flag]): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  `--${name}`,
];

/** A script that teaches a shell to complete our command line. */
export function completions(shell: Shell, vocabulary: Vocabulary): string {
  switch (shell) {
    case 'bash':
      return bash(vocabulary);
    case 'zsh':
      return zsh(vocabulary);
    case 'fish':
      return fish(vocabulary);
  }
}

/** Where nothing is offered, bash completes the names of files by itself, with its own quoting. Runs in bash 3.2 as well. */
const bash = ({
  rules,
  topics,
}: Vocabulary): string => `# bash completion of alb-lint: source <(alb-lint completions bash)

_alb_lint() {
  local IFS=$' \\t\\n' i word option='' value='' first='' expected='' offered=''
  local -a words=()
  # Bash cuts words at \`=\`; an option and its value belong together.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((\${#words[@]} > 0)) && [[ $word == '=' || \${words[\${#words[@]} - 1]} == *= ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done
  word=\${words[\${#words[@]} - 1]}

  for ((i = 0; i < \${#words[@]} - 1; i++)); do
    option=''
    case \${words[i]} in
      ${all
        .filter(([, { type }]) => type === 'string')
        .flatMap(spellings)
        .join(' | ')})
        option=\${words[i]}
        ((i++)) ;;
      -?*) ;;
      *) first=\${first:-\${words[i]}} ;;
    esac
  done
  # The last word is the value of an option where that one asked for it.
  if [[ $option != '' ]] && ((i == \${#words[@]})); then
    value=$word
    expected=value
  elif [[ $word == --*=* ]]; then
    option=\${word%%=*}
    value=\${word#*=}
    expected=value
  fi

  if [[ $expected == value ]]; then
    case $option in
${completedBy('choice')
  .map((each) => `      ${spellings(each).join(' | ')}) offered='${(each[1].choices ?? []).join(' ')}' ;;`)
  .join('\n')}
${completedBy('choice=file')
  .map(
    (each) =>
      `      ${spellings(each).join(' | ')}) [[ $value == *=* ]] || offered='${(each[1].choices ?? []).join(' ')}' ;;`,
  )
  .join('\n')}
      ${completedBy('rule').flatMap(spellings).join(' | ')}) offered='${rules.join(' ')}' ;;
    esac
    word=$value
  elif [[ $word == -* ]]; then
    offered='${all.flatMap(spellings).join(' ')}'
  elif [[ $first == '' ]]; then
    offered='${Object.keys(commands).join(' ')}'
  elif [[ $first == explain ]]; then
    offered='${topics.join(' ')}'
  elif [[ $first == completions ]]; then
    offered='${shells.join(' ')}'
  fi
  COMPREPLY=($(compgen -W "$offered" -- "$word"))
  if [[ $expected == '' && $first == '' && $word != -* ]]; then
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$word"))
    type compopt > /dev/null 2>&1 && compopt -o filenames 2> /dev/null
  fi
  return 0
}

complete -o bashdefault -o default -F _alb_lint alb-lint
`;

const zsh = ({ rules, topics }: Vocabulary): string => `#compdef alb-lint
# zsh completion of alb-lint: source <(alb-lint completions zsh), or as a file \`_alb-lint\` in a folder of $fpath

_alb_lint_rules() {
  local -a rules=(${rules.join(' ')})
  compadd "$@" -a rules
}

_alb_lint_topics() {
  local -a topics=(${topics.join(' ')})
  compadd "$@" -a topics
}

_alb_lint_named_file() {
  if compset -P '*='; then _files; else _message 'NAME=FILE'; fi
}

_alb_lint_chosen_file() {
  if compset -P '*='; then _files; else compadd "$@"; fi
}

_alb_lint() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -s -S \\
${all.map((each) => `    ${zshOption(each)} \\`).join('\n')}
    '1: :->first' '*: :->rest' && return

  case $state in
    first)
      local -a commands=(${Object.entries(commands)
        .map(([name, says]) => quoted(`${name}:${says}`))
        .join(' ')})
      _describe -t commands command commands
      _files ;;
    rest)
      case $line[1] in
        explain) _alb_lint_topics ;;
        completions) compadd ${shells.join(' ')} ;;
        rules | init | help) ;;
        *) _files ;;
      esac ;;
  esac
}

if [[ $funcstack[1] == _alb-lint ]]; then _alb_lint "$@"; else compdef _alb_lint alb-lint; fi
`;

/** \`'(-o --output)'{-o+,--output=}'[write the report]:FILE:_files'\`. */
function zshOption(each: readonly [string, Flag]): string {
  const [name, { short, type, value = '', says }] = each;
  const takes = type === 'string';
  const long = `--${name}${takes ? '=' : ''}`;
  const told = `[${says.replaceAll(/[\\[\]:]/g, '\\$&')}]`;
  const action = takes ? `:${value.replaceAll(/[\\:]/g, '\\$&')}:${zshAction(each[1])}` : '';
  const both = short === undefined ? '' : `{-${short}${takes ? '+' : ''},${long}}`;
  return both === '' ? quoted(`*${long}${told}${action}`) : `'*'${both}${quoted(`${told}${action}`)}`;
}

function zshAction({ completes, choices = [] }: Flag): string {
  switch (completes) {
    case 'file':
      return '_files';
    case 'rule':
      return '_alb_lint_rules';
    case 'name=file':
      return '_alb_lint_named_file';
    case 'choice=file':
      return `_alb_lint_chosen_file ${choices.join(' ')}`;
    case 'choice':
      return `(${choices.join(' ')})`;
    default:
      return ' ';
  }
}

const fish = ({
  rules,
  topics,
}: Vocabulary): string => `# fish completion of alb-lint: alb-lint completions fish | source

${all.map((each) => fishOption(each, rules)).join('\n')}

${Object.entries(commands)
  .map(([name, says]) => `complete -c alb-lint -n __fish_use_subcommand -a ${name} -d ${quotedForFish(says)}`)
  .join('\n')}
complete -c alb-lint -n '__fish_seen_subcommand_from explain' -f -a '${topics.join(' ')}'
complete -c alb-lint -n '__fish_seen_subcommand_from completions' -f -a '${shells.join(' ')}'
complete -c alb-lint -n '__fish_seen_subcommand_from rules init help' -f
`;

function fishOption([name, flag]: readonly [string, Flag], rules: readonly string[]): string {
  const { short, type, completes, choices = [], says } = flag;
  const words = completes === 'rule' ? rules : choices;
  const takes = type === 'boolean' ? '' : completes === 'choice' || completes === 'rule' ? ' -x' : ' -r';
  const letter = short === undefined ? '' : ` -s ${short}`;
  const offers = words.length > 0 ? ` -a '${words.join(' ')}'` : '';
  return `complete -c alb-lint${letter} -l ${name}${takes}${offers} -d ${quotedForFish(says)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const quotedForFish = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
