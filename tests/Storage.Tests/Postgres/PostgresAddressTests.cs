using BookRecs.Storage.Postgres;

namespace BookRecs.Storage.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("Host=db;Port=5433;Username=u;Password=p;Database=d", "db", 5433, "u", "p", "d")]
    [InlineData("postgresql://u:p%40ss@db:5433/d", "db", 5433, "u", "p@ss", "d")]
    [InlineData("postgres://u@db/my%20shop", "db", 5432, "u", null, "my shop")]
    [InlineData("postgresql://u@ignored/d?host=/run/postgresql&sslmode=verify-full", "/run/postgresql", 5432, "u", null, "d")]
    public void Parse_ReadsBothForms(string text, string host, int port, string user, string? password, string database)
    {
        var builder = PostgresAddress.Parse(text);

        Assert.True(PostgresAddress.IsAddress(text));
        Assert.Equal((host, port, user, password, database), (builder.Host, builder.Port, builder.Username, builder.Password, builder.Database));
        Assert.Equal($"database \"{database}\" at {host}:{port}", PostgresAddress.Show(builder));
    }

    [Theory]
    [InlineData("Host=db;Pasword=S3cret;Database=d", "key")]
    [InlineData("Host=db;Port=S3cret;Database=d", "key")]
    [InlineData("Username=u;Password=S3cret;Database=d", "no host")]
    [InlineData("Host=db;Password=S3cret", "no database")]
    [InlineData("postgresql://u:S3cret@db", "no database")]
    [InlineData("postgresql://u:S3cret@db:port/d", "not an address")]
    [InlineData("postgresql://u:S3cret@db/d?sslmode=maybe", "sslmode")]
    [InlineData("postgresql://u:S3cret@db/d?timeout=S3cret", "application_name")]
    public void Parse_WhatCannotBeUsed_IsRefusedWithoutRepeatingIt(string text, string expected)
    {
        var error = Assert.Throws<FormatException>(() => PostgresAddress.Parse(text));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/shop.db")]
    [InlineData("host.db")]
    [InlineData("")]
    public void IsAddress_OfAFile_IsFalse(string text) => Assert.False(PostgresAddress.IsAddress(text));

    [Theory]
    [InlineData("plain ü 📚", "plain ü 📚")]
    [InlineData("\u0000zero\u0001one\u0002", "\u0001\u0002zero\u0001\u0003one\u0002")]
    public void StoredText_HoldsNoZeroAndComesBack(string text, string stored)
    {
        Assert.Equal(stored, PostgresValues.ToStored(text));
        Assert.Equal(text, PostgresValues.FromStored(stored));
    }

    [Fact]
    public void StoredText_OfHalfASurrogatePair_IsAReplacementCharacter() =>
        Assert.Equal("half \uFFFD", PostgresValues.ToStored("half \uD83D"));
}
