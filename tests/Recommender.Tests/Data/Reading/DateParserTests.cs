using System.Globalization;
using System.Text;
using BookRecs.Recommender.Data.Reading;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class DateParserTests
{
    [Theory]
    [InlineData("2023-01-02", "2023-01-02T00:00:00+00:00")]
    [InlineData("2023-01-02T03:04", "2023-01-02T03:04:00+00:00")]
    [InlineData("2023-01-02 03:04:05", "2023-01-02T03:04:05+00:00")]
    [InlineData("2023-01-02T03:04:05.25Z", "2023-01-02T03:04:05.25+00:00")]
    [InlineData("2023-01-02T03:04:05+0530", "2023-01-02T03:04:05+05:30")]
    [InlineData("2023-01-02T03:04:05-07:00", "2023-01-02T03:04:05-07:00")]
    [InlineData("2024-02-29T23:59:59+02", "2024-02-29T23:59:59+02:00")]
    public void Iso_OfEveryForm_IsRead(string text, string expected)
    {
        Assert.True(DateParser.TryIso(Encoding.UTF8.GetBytes(text), out var date));
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-1-2")]
    [InlineData("2023-13-01")]
    [InlineData("2023-02-29")]
    [InlineData("2023-01-02T24:00")]
    [InlineData("2023-01-02T03:60")]
    [InlineData("2023-01-02T03:04:")]
    [InlineData("2023-01-02T03:04:05.Z")]
    [InlineData("2023-01-02T03:04:05+15:00")]
    [InlineData("2023-01-02T03:04:05+5")]
    [InlineData("2023-01-02Tnoon!")]
    [InlineData("1899-12-31")]
    [InlineData("2201-01-01")]
    public void Iso_OfBrokenForm_IsRefused(string text) => Assert.False(DateParser.TryIso(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void GoodreadsForm_OfAnyDate_IsRead() => Prop.ForAll<DateTime>(moment =>
    {
        var day = new DateTime(1900 + (moment.Year % 300), moment.Month, Math.Min(moment.Day, 28));
        var time = new TimeSpan(moment.Hour, moment.Minute, moment.Second);
        var date = new DateTimeOffset(day + time, TimeSpan.FromHours(-7));
        var text = date.ToString("ddd MMM dd HH:mm:ss '-0700' yyyy", CultureInfo.InvariantCulture);
        return DateParser.TryGoodreads(Encoding.UTF8.GetBytes(text), out var read) && read == date;
    }).Check();

    [Fact]
    public void AnyText_NeverThrows() => Prop.ForAll<string>(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        DateParser.TryIso(bytes, out _);
        DateParser.TryGoodreads(bytes, out _);
    }).Check();
}
