using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Grains.Tests;

public sealed class SlotListTests
{
    private const int Limit = 5;

    [Fact]
    public void InsertAndRemove_GiveWhatAListGives()
    {
        var step = Gen.Choose(-3, Limit - 1).SelectMany(_ => Gen.Choose(0, 100), (place, value) => (Place: place, Value: value));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var (slots, expected) = (new SlotList<int>(Limit), new List<int>());
            foreach (var (place, value) in steps)
            {
                if (place < 0 && expected.Count > 0)
                {
                    slots.RemoveAt(value % expected.Count);
                    expected.RemoveAt(value % expected.Count);
                }
                else
                {
                    var at = Math.Clamp(place, 0, expected.Count);
                    slots.Insert(at) = value;
                    expected.Insert(at, value);
                    if (expected.Count > Limit)
                        expected.RemoveAt(Limit);
                }

                Assert.Equal(expected, slots);
                Assert.Equal(expected.Count, slots.Count);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Insert_OutsideTheList_IsRefused()
    {
        var slots = new SlotList<int>(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.Insert(1) = 1);
        slots.Insert(0) = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.Insert(1) = 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => slots.RemoveAt(1));
        Assert.Throws<IndexOutOfRangeException>(() => slots[1]);
    }
}
