# What shoujie-rules says and how it exits when it is given policies: policy-diff, decide and check.
set(document ${PRESETS}/document.json)
set(halves ${PRESETS}/ten-day-halves.json)
set(policies ${FOLDER}/policies)
set(histories ${FOLDER}/histories)

# run(<exit code> <arguments>...): fills in out and err.
function(run code)
  execute_process(COMMAND ${TOOL} ${ARGN}
    RESULT_VARIABLE actual OUTPUT_VARIABLE said ERROR_VARIABLE complained)
  if(NOT actual STREQUAL code)
    message(SEND_ERROR "${ARGN}: exit code ${actual}, expected ${code}: ${complained}")
  endif()
  set(out "${said}" PARENT_SCOPE)
  set(err "${complained}" PARENT_SCOPE)
endfunction()

# prints(<file> <exit code> <arguments>...): exactly what the file holds.
function(prints file code)
  run(${code} ${ARGN})
  file(READ ${FOLDER}/${file} expected)
  if(NOT out STREQUAL expected OR NOT err STREQUAL "")
    message(SEND_ERROR "${ARGN}: expected '${expected}', got '${out}${err}'")
  endif()
endfunction()

# refuses(<beginning> <arguments>...): exit code 2, nothing printed, one line that begins like this.
function(refuses beginning)
  run(2 ${ARGN})
  string(FIND "${err}" "${beginning}" place)
  string(REGEX MATCHALL "\n" lines "${err}")
  list(LENGTH lines count)
  if(NOT place EQUAL 0 OR NOT count EQUAL 1 OR NOT out STREQUAL "")
    message(SEND_ERROR "${ARGN}: expected one line beginning '${beginning}', got '${out}${err}'")
  endif()
endfunction()

# contains(<text> <exit code> <arguments>...)
function(contains text code)
  run(${code} ${ARGN})
  string(FIND "${out}" "${text}" place)
  if(place EQUAL -1)
    message(SEND_ERROR "${ARGN}: expected '${text}' in '${out}'")
  endif()
endfunction()

prints(nothing.txt 0 policy-diff ${document} ${document} ${histories})
prints(nothing.json 0 policy-diff ${halves} ${halves} ${histories} --json)
prints(document-to-ten-day-halves.txt 1 policy-diff ${document} ${halves} ${histories})
prints(document-to-ten-day-halves.json 1 policy-diff ${document} ${halves} ${histories} --json)
prints(names-to-refer.txt 1
  policy-diff ${document} ${policies}/names-refer.json ${FOLDER}/names)
prints(document-to-from-march-14.txt 1
  policy-diff ${document} ${policies}/from-march-14.json ${histories})

prints(document-to-left-and-fine.txt 1
  policy-diff ${document} ${policies}/left-and-fine.json ${FOLDER}/deals)

refuses("${policies}/too-long.json: windows.returning_days: "
  policy-diff ${policies}/too-long.json ${document} ${histories})
refuses("${policies}/unknown.json: [0].policy.splits.helper: "
  policy-diff ${document} ${policies}/unknown.json ${histories})
refuses("${policies}/no-json.json: " policy-diff ${policies}/no-json.json ${document} ${histories})
refuses("${policies}/missing.json: "
  policy-diff ${document} ${policies}/missing.json ${histories})
refuses("${policies}: " policy-diff ${policies} ${document} ${histories})
refuses("${FOLDER}/missing: " policy-diff ${document} ${halves} ${FOLDER}/missing)
refuses("${FOLDER}/broken/no-kind.json: facts[0].kind: "
  policy-diff ${document} ${halves} ${FOLDER}/broken)
file(COPY ${FOLDER}/../refused/same-id.json DESTINATION ${WORK}/twice)
refuses("${WORK}/twice/same-id.json: facts[1].id: "
  policy-diff ${document} ${halves} ${WORK}/twice)
file(MAKE_DIRECTORY ${WORK}/no-histories)
refuses("${WORK}/no-histories: " policy-diff ${document} ${halves} ${WORK}/no-histories)
run(2 policy-diff ${document} ${halves})

contains("2 of 2 scenarios hold" 0 check ${histories})
contains("visits.v4.owner: expected \"s2\", got \"s1\"" 1
  check ${histories} --policy ${document} --shuffle 5)
contains("2 of 2 scenarios hold" 0 check ${histories} --policy ${policies}/one-day.json)
contains("\"bp\": 5000" 0 decide ${histories}/march.json --policy ${halves})
contains("\"bp\": 8000" 0 decide ${histories}/march.json)
refuses("${policies}/too-long.json: windows.returning_days: "
  decide ${histories}/march.json --policy ${policies}/too-long.json)
refuses("${policies}/unknown.json: [0].policy.splits.helper: "
  check ${histories} --policy ${policies}/unknown.json)
contains("The customer belongs to s2." 0 explain ${histories}/march.json v4)
contains("The customer belongs to s1." 0 explain ${histories}/march.json v4 --policy ${document})
