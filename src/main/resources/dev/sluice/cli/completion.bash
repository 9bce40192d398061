
# What the script above cannot know: the runs below runs/, and the keys of --set, a level at a time.
_sluice_keys() {
  local word=$1 index=0 key rest candidate
  case $word in
    *\[*\]*) index=${word#*\[} index=${index%%\]*} ;;
  esac
  for key in ${_sluice_all_keys}; do
    key=${key/\[i\]/[$index]}
    case $key in
      "$word"*) ;;
      *) continue ;;
    esac
    rest=${key#"$word"}
    case $rest in
      *.*) candidate=$word${rest%%.*}. ;;
      *) candidate=$key= ;;
    esac
    case " ${COMPREPLY[*]} " in
      *" $candidate "*) ;;
      *) COMPREPLY+=("$candidate") ;;
    esac
  done
}

_sluice_runs() {
  local word=$1 config run
  while IFS= read -r config; do
    run=${config%/config.yaml}
    for run in "$run" "${run%/*}/latest" "${run%/*}/best"; do
      case $run in
        "$word"*)
          case " ${COMPREPLY[*]} " in
            *" $run "*) ;;
            *) COMPREPLY+=("$run") ;;
          esac ;;
      esac
    done
  done < <(find runs -mindepth 3 -maxdepth 3 -name config.yaml 2> /dev/null | sort)
}

_sluice() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
  if [ "$before" = = ]; then # bash ends a word there: --set=KEY, or the value of a key
    if [ "${COMP_WORDS[COMP_CWORD - 2]}" = --set ]; then before=--set; else before=value; fi
  fi
  COMPREPLY=()
  case $before in
    --set)
      type compopt > /dev/null 2>&1 && compopt -o nospace
      _sluice_keys "$word" ;;
    evaluate | predict | describe | compare | --resume) _sluice_runs "$word" ;;
    value) return 0 ;;
  esac
  if [ ${#COMPREPLY[@]} -eq 0 ]; then _complete_sluice "$@"; fi
}
complete -F _sluice -o default sluice
