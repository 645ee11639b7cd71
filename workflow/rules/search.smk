"""Ask PubMed: which records, by which query, and their bytes.

Search and fetch are the only rules that touch a network or read the clock; everything after
them reads what they wrote. Their own code is no input: a newer program must not ask PubMed anew
for a review that already has its records.

INPUTS:  source.corpus (local endpoint only); source and search from the configuration
OUTPUTS: localpubmed/index.sqlite (local endpoint only), search/ledger.json, search/pmids.txt,
         search/found.csv, search/known.csv, search/prisma_s.csv, search/strategy.txt,
         records/raw/, records/manifest.json
"""

INDEX = [f"{RESULTS}/localpubmed/index.sqlite"] if IS_LOCAL else []
KNOWN = named_by_criteria("known")
CONNECTION = shlex.join(
    [
        *("--endpoint", CONFIG["source"]["endpoint"]),
        *(("--index", INDEX[0]) if INDEX else ()),
        *(("--email", CONFIG["source"]["email"]) if CONFIG["source"]["email"] else ()),
    ]
)


rule index:
    input:
        corpus_files(),
    output:
        f"{RESULTS}/localpubmed/index.sqlite",
    log:
        f"{LOGS}/index.log",
    threads: 1
    resources:
        mem_mb=1000,
        runtime=60,
    params:
        knowledge=knowledge("index", "localpubmed", "pubmed"),
        corpus=CONFIG["source"]["corpus"],
    shell:
        "verb index --corpus {params.corpus:q} --out {output:q} 2>&1 | tee {log:q}"


localrules:
    search,
    describe,
    fetch,


rule search:
    input:
        INDEX,
        files=CONFIG["search"]["files"],
        known=KNOWN,
    output:
        ledger=f"{RESULTS}/search/ledger.json",
        pmids=f"{RESULTS}/search/pmids.txt",
        found=f"{RESULTS}/search/found.csv",
        known=f"{RESULTS}/search/known.csv",
    log:
        f"{LOGS}/search.log",
    threads: 1
    resources:
        mem_mb=500,
        runtime=60,
        ncbi=1,
    params:
        connection=CONNECTION,
        query=CONFIG["search"]["query"] or "",
        concepts=json.dumps(CONFIG["search"]["concepts"]),
        until=CONFIG["search"]["until"],
        related=json.dumps(CONFIG["search"]["related"]),
        more=shlex.join(
            [
                *(["--refresh"] if CONFIG["refresh"] else []),
                *(["--since", CONFIG["search"]["since"]] if CONFIG["search"]["since"] else []),
                *(f"--allow-ignored={phrase}" for phrase in CONFIG["search"]["allow_ignored"]),
                *(f"--known={path}" for path in KNOWN),
                *(["--files", *CONFIG["search"]["files"]] if CONFIG["search"]["files"] else []),
            ]
        ),
    shell:
        "verb search {params.connection}"
        " --query {params.query:q} --concepts {params.concepts:q} --until {params.until:q}"
        " --related {params.related:q} {params.more}"
        " --known-out {output.known:q}"
        " --ledger {output.ledger:q} --pmids {output.pmids:q} --found {output.found:q} 2>&1"
        " | tee {log:q}"


rule describe:
    input:
        f"{RESULTS}/search/ledger.json",
    output:
        prisma_s=f"{RESULTS}/search/prisma_s.csv",
        strategy=f"{RESULTS}/search/strategy.txt",
    log:
        f"{LOGS}/describe.log",
    threads: 1
    resources:
        mem_mb=500,
        runtime=10,
    params:
        knowledge=knowledge("describe", files=["scripts/pubmed/strategy.py"], tables=["prisma_s"]),
        stated=json.dumps(CONFIG["search"]["reported"]),
    shell:
        "verb describe --ledger {input:q} --stated {params.stated:q}"
        " --prisma-s {output.prisma_s:q} --strategy {output.strategy:q} 2>&1 | tee {log:q}"


rule fetch:
    input:
        INDEX,
        # A new search that finds the same records still asks which of them were revised.
        f"{RESULTS}/search/ledger.json",
        pmids=f"{RESULTS}/search/pmids.txt",
    output:
        raw=directory(f"{RESULTS}/records/raw"),
        manifest=f"{RESULTS}/records/manifest.json",
    log:
        f"{LOGS}/fetch.log",
    threads: 1
    resources:
        mem_mb=500,
        runtime=240,
        ncbi=1,
    params:
        connection=CONNECTION,
        more=shlex.join(
            [
                # What NCBI sent before and has not revised since is not asked for again.
                *([] if IS_LOCAL else ["--held", f"{RESULTS}/records/held"]),
                *(["--refresh"] if CONFIG["refresh"] else []),
            ]
        ),
    shell:
        "verb fetch {params.connection} {params.more} --pmids {input.pmids:q}"
        " --out-dir {output.raw:q} --manifest {output.manifest:q} 2>&1 | tee {log:q}"
