"""Files that are uploaded to be screened, each a job: kept in a private folder, run in a process of its own.

Everything about a job lies in its folder, so that any process of the server can tell of it and a restart loses
nothing:

``job.json``       what is asked, of which snapshot, by whom (`job.Job`)
``upload``         the file, as it came
``queued``         there while the job is to be run, or is run
``progress.json``  how far it is (`progress.Progress`)
``columns.json``   what each column was taken for (`columns`)
``result.parquet`` the rows with their answers; ``result.*`` the other forms, made when they are asked for (`results`)
``run.json``       what the other forms are made with
``gone``           there when it is to be removed

Invariant: a folder has its name only once the upload is whole; no name in it comes from a user.
"""
