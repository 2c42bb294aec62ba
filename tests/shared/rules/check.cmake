# What `check` says of scenarios that do not hold: each failing/<name>.json has a <name>.txt with its line.
file(GLOB cases ${FOLDER}/*.json)
list(LENGTH cases count)
if(count EQUAL 0)
  message(FATAL_ERROR "no cases in ${FOLDER}")
endif()
set(expected "")
foreach(case ${cases})
  string(REGEX REPLACE "json$" "txt" line_file ${case})
  file(READ ${line_file} line)
  string(APPEND expected "${line}")
endforeach()
string(APPEND expected "0 of ${count} scenarios hold\n")
execute_process(COMMAND ${TOOL} check ${FOLDER} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
if(NOT code EQUAL 1 OR NOT out STREQUAL expected OR NOT err STREQUAL "")
  message(SEND_ERROR "exit code ${code}, expected '${expected}', got '${out}${err}'")
endif()

# With --explain it says the same and tells each history.
execute_process(COMMAND ${TOOL} check ${FOLDER} --explain RESULT_VARIABLE code OUTPUT_VARIABLE out)
string(FIND "${out}" "The customer belongs to s2." place)
if(NOT code EQUAL 1 OR place EQUAL -1)
  message(SEND_ERROR "--explain: exit code ${code}, got '${out}'")
endif()

# A folder that is not there, and one with a file that is no scenario.
foreach(folder ${FOLDER}/missing ${REFUSED})
  execute_process(COMMAND ${TOOL} check ${folder} RESULT_VARIABLE code OUTPUT_QUIET ERROR_QUIET)
  if(NOT code EQUAL 2)
    message(SEND_ERROR "${folder}: exit code ${code}, expected 2")
  endif()
endforeach()

# A folder that is called like a scenario is none; the one beside it is checked all the same.
set(mixed ${WORK}/mixed)
file(REMOVE_RECURSE ${mixed})
file(MAKE_DIRECTORY ${mixed}/folder.json)
file(COPY ${SCENARIO} DESTINATION ${mixed})
file(WRITE ${mixed}/notes.txt "no scenario")
get_filename_component(name ${SCENARIO} NAME)
execute_process(COMMAND ${TOOL} check ${mixed} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
if(NOT code EQUAL 2 OR NOT out STREQUAL "ok   ${name}\n1 of 2 scenarios hold\n"
    OR NOT err STREQUAL "folder.json: cannot be read (not_found)\n")
  message(SEND_ERROR "${mixed}: exit code ${code}, got '${out}${err}'")
endif()
execute_process(COMMAND ${TOOL} decide ${mixed}/missing.json RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
if(NOT code EQUAL 2 OR NOT out STREQUAL "" OR NOT err STREQUAL "${mixed}/missing.json: cannot be read (not_found)\n")
  message(SEND_ERROR "decide: exit code ${code}, got '${out}${err}'")
endif()

# So is one whose facts contradict each other, whatever it expects.
set(twice ${WORK}/twice)
file(COPY ${REFUSED}/same-id.json DESTINATION ${twice})
execute_process(COMMAND ${TOOL} check ${twice} --shuffle 1 RESULT_VARIABLE code OUTPUT_VARIABLE out)
string(FIND "${out}" "FAIL same-id.json: facts[1].id: is the id of another fact" place)
if(NOT code EQUAL 2 OR NOT place EQUAL 0)
  message(SEND_ERROR "${twice}: exit code ${code}, got '${out}'")
endif()

# Standard input is as good as a file.
foreach(options "" "--shuffle;3")
  execute_process(COMMAND ${TOOL} decide - ${options} INPUT_FILE ${FOLDER}/item.json
    RESULT_VARIABLE code OUTPUT_VARIABLE piped)
  execute_process(COMMAND ${TOOL} decide ${FOLDER}/item.json OUTPUT_VARIABLE named)
  if(NOT code EQUAL 0 OR NOT piped STREQUAL named)
    message(SEND_ERROR "decide - ${options}: exit code ${code}, got '${piped}', expected '${named}'")
  endif()
endforeach()
