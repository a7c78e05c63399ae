using System.Diagnostics;
using System.Globalization;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Postgres;
using BookRecs.Storage;
using BookRecs.Storage.Postgres;

// Measures the PostgreSQL store: import, appends, activations. Started by bench/postgres/run.sh.
//   dotnet BookRecs.Postgres.dll ADDRESS ROWS
if (args.Length != 2 || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || rows < 1)
{
    await Console.Error.WriteLineAsync("usage: BookRecs.Postgres.dll ADDRESS ROWS");
    return 2;
}

const int Activations = 20_000;
var options = new StorageOptions { Provider = "postgres", Postgres = new() { ConnectionString = args[0] } };
await using var shop = await PostgresShop.OpenAsync(options, ShopUse.Alone);

var start = Stopwatch.GetTimestamp();
var generated = GeneratedActs.Read(rows).LongCount();
Tell($"generating alone: {generated / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} rows/s");

start = Stopwatch.GetTimestamp();
var result = await shop.Importer.ImportInteractionsAsync(GeneratedActs.Read(rows));
var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
Tell($"import into an empty log, indexes included: {result.Added:N0} added in {seconds:0.0} s, {rows / seconds:N0} interactions/s");

var again = Math.Min(rows, 1_000_000);
start = Stopwatch.GetTimestamp();
result = await shop.Importer.ImportInteractionsAsync(GeneratedActs.Read(rows).Take(again));
seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
Tell($"the first {again:N0} rows again: {result.Unchanged:N0} unchanged, {result.Added:N0} added in {seconds:0.0} s, {again / seconds:N0} interactions/s");

var random = new Random(7);
var users = GeneratedActs.Users(rows);
for (var warmUp = 0; warmUp < 1_000; warmUp++)
    await shop.Log.ReadUserAsync(GeneratedActs.User(random.Next(users)), 200);
var times = new double[Activations];
var acts = 0L;
for (var activation = 0; activation < Activations; activation++)
{
    var user = GeneratedActs.User(random.Next(users));
    start = Stopwatch.GetTimestamp();
    acts += (await shop.Log.ReadUserAsync(user, 200)).Total;
    times[activation] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}

Array.Sort(times);
Tell($"activation of a user, one after the other, {Activations:N0} times among {users:N0} users, {(double)acts / Activations:0.0} acts each");
Tell($"  p50 {times[Activations / 2]:0.00} ms, p99 {times[Activations * 99 / 100]:0.00} ms, max {times[^1]:0.00} ms");

foreach (var callers in (int[])[1, 8, 64, 512])
{
    var before = 0L;
    var clock = Stopwatch.StartNew();
    await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
    {
        for (var act = 0; clock.Elapsed < TimeSpan.FromSeconds(5); act++)
        {
            await shop.Log.AppendAsync(
            [
                new Transaction(
                    $"{callers}-{caller}-{act}", GeneratedActs.User((caller * 7919) % users), $"book-{act % 1000:000000}", TransactionKind.Purchase,
                    null, false, 9.99m, null),
            ]);
            Interlocked.Increment(ref before);
        }
    })));
    Tell($"appends, {callers} callers of one act each: {before / clock.Elapsed.TotalSeconds:N0} acts/s");
}

return 0;

static void Tell(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
