from obstat.app.cli.main import main

main()
