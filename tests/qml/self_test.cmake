# Runs the app on the store of the sample site: every page, language and theme, without a complaint.
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${SAMPLE_STORE} ${FOLDER}/tablet.db COMMAND_ERROR_IS_FATAL ANY)
# kSamplePin opens it: a tablet where somebody can sign in starts locked.
execute_process(COMMAND ${APP} --store ${FOLDER}/tablet.db --self-test --pin 1234
  COMMAND_ERROR_IS_FATAL ANY)
# A tablet that belongs to no site must start as well.
execute_process(COMMAND ${APP} --store ${FOLDER}/new.db --self-test COMMAND_ERROR_IS_FATAL ANY)
