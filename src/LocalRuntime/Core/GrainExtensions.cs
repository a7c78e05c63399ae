using System.Globalization;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be read from a grain or from a reference to one.</summary>
public static class GrainExtensions
{
    /// <summary>The identity of the grain.</summary>
    /// <param name="grain">A grain reference, or a grain in a silo.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        GrainReference reference => reference.GrainId,
        IGrainBase { GrainContext: not null } instance => instance.GrainContext.GrainId,
        _ => throw new ArgumentException($"{grain?.GetType()} is neither a grain reference nor a grain in a silo.", nameof(grain)),
    };

    /// <summary>The key of a grain that is known by a string.</summary>
    /// <param name="grain">A grain reference, or a grain in a silo.</param>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>The key of a grain that is known by a number.</summary>
    /// <param name="grain">A grain reference, or a grain in a silo.</param>
    /// <exception cref="FormatException">The grain is known by something else.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetPrimaryKeyString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>The key of a grain that is known by a <see cref="Guid"/>.</summary>
    /// <param name="grain">A grain reference, or a grain in a silo.</param>
    /// <exception cref="FormatException">The grain is known by something else.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain) => Guid.ParseExact(grain.GetPrimaryKeyString(), "N");

    /// <summary>A reference to the grain by one of its interfaces, for instance to the grain that is running.</summary>
    /// <typeparam name="TGrainInterface">A grain interface that the grain class implements.</typeparam>
    /// <param name="grain">A grain reference, or a grain in a silo.</param>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        if (grain is GrainReference reference)
            return (TGrainInterface)(object)reference.Silo.CreateReference(reference.GrainId, typeof(TGrainInterface));
        if (grain is IGrainBase { GrainContext: { } context })
        {
            var silo = context.GrainReference.Silo;
            return (TGrainInterface)(object)silo.CreateReference(context.GrainId, typeof(TGrainInterface));
        }

        throw new ArgumentException($"{grain?.GetType()} is neither a grain reference nor a grain in a silo.", nameof(grain));
    }

    /// <inheritdoc cref="AsReference{TGrainInterface}"/>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();
}
