using BookRecs.Storage.Tests.Suite;

namespace BookRecs.Storage.Tests.Postgres;

/// <summary>The shared suites on PostgreSQL.</summary>
public static class PostgresSuites
{
    public sealed class Append : AppendSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }

    public sealed class Read : ReadSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }

    public sealed class Catalogue : CatalogueSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }

    public sealed class Import : ImportSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }

    public sealed class Model : ModelSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }

    public sealed class GrainState : GrainStateSuite
    {
        protected override Task<IShop> OpenAsync(TimeProvider time) => PostgresTestShop.CreateAsync(time);
    }
}
