using BookRecs.Storage.Tests.Suite;

namespace BookRecs.Storage.Tests.Sqlite;

/// <summary>The shared suites on SQLite.</summary>
public static class SqliteSuites
{
    public sealed class Append : AppendSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }

    public sealed class Read : ReadSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }

    public sealed class Catalogue : CatalogueSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }

    public sealed class Import : ImportSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }

    public sealed class Model : ModelSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }

    public sealed class GrainState : GrainStateSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => Task.FromResult<IShop>(new SqliteTestShop(time));
    }
}
