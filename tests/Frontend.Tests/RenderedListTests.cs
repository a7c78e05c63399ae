using System.Text;
using System.Text.Json;
using BookRecs.Frontend.Json;
using BookRecs.Frontend.Recommendations;
using BookRecs.Frontend.Requests;
using BookRecs.Frontend.Tests.Fakes;
using BookRecs.Grains.Interfaces.Recommendations;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Frontend.Tests;

public sealed class RenderedListTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("v1 \"ü\"", FallbackReason.NoKnownItems)]
    public void RenderedBytes_EqualFreshSerialisation(string? version, FallbackReason? reason)
    {
        var list = FakeShop.List("43", "a\"b", "📚") with { ModelVersion = version, FallbackReason = reason };
        var rendered = RenderedList.Of(list);
        var body = new RecommendationsBody(
            RecommendedItemBody.From(list), new RecommendationMeta("id", version, null, reason is not null, reason, 0.5));
        var expected = JsonSerializer.Serialize(body, FrontendJson.Context.RecommendationsBody);
        var actual = Encoding.UTF8.GetString([.. rendered.Head, .. "id"u8, .. rendered.Tail, .. "0.5}}"u8]);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void SameInstance_IsRenderedOnce_AnotherIsNot()
    {
        var lists = new RenderedLists(64);
        var list = FakeShop.List("43");
        Assert.Same(lists.Get(list, keep: true), lists.Get(list, keep: true));
        Assert.NotSame(lists.Get(list, keep: true), lists.Get(list with { }, keep: true));
    }

    [Fact]
    public void MoreListsThanPlaces_AreAnsweredRight()
    {
        var lists = new RenderedLists(8);
        var all = Enumerable.Range(0, 200).Select(i => FakeShop.List("x" + i)).ToArray();
        for (var round = 0; round < 2; round++)
        {
            foreach (var list in all)
                Assert.Same(list, lists.Get(list, keep: true).List);
        }
    }

    [Fact]
    public void NotKept_LeavesNoTrace()
    {
        var lists = new RenderedLists(64);
        var list = FakeShop.List("43");
        Assert.NotSame(lists.Get(list, keep: false), lists.Get(list, keep: false));
    }

    [Fact]
    public void EncodedText_DecodesToItself()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var valid = new string(text.Get.EnumerateRunes().SelectMany(r => r.ToString()).ToArray());
            return RawPath.Decode(Uri.EscapeDataString(valid), plusIsSpace: false) == valid
                && RawPath.Decode(Uri.EscapeDataString(valid), plusIsSpace: true) == valid;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("a%zz")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    [InlineData("%C0%AF")]
    public void BrokenEscape_IsRefused(string text) => Assert.Null(RawPath.Decode(text, plusIsSpace: false));
}
