# The questions of `make demo`. Exit codes 0, 3 and 4 are answers.
set -u
ask() {
    printf '\n$ obstat'
    for word; do case $word in *' '*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac; done
    printf '\n\n'
    obstat "$@"
    code=$?
    case $code in 0 | 3 | 4) ;; *) exit $code ;; esac
}
ask check "Huawei Mate 10 Pro" --activity sell --in US --on 2018-01-30 --format text
ask check "Huawei Mate 10 Pro" --activity sell --in US --on 2026-11-22 --device-status new_model --format text
ask check "Huawei Mate 10 Pro" --activity use --in US --on 2026-11-22 --format text
ask fit "Mate 10 Pro" --network verizon --on 2018-01-30 --format text
ask check DS-2CD2043G2-I --activity spend_public_funds --in US --on 2026-11-22 --format text
ask check "TP-Link Archer AX1800" --activity sell --in US --on 2026-11-22 --device-status new_model --format text
