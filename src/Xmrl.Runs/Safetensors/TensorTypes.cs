using System.Collections.Frozen;

namespace Xmrl.Runs.Safetensors;

/// <summary>Names and sizes of the element types in the file format.</summary>
internal static class TensorTypes
{
    private static readonly FrozenDictionary<TensorType, (string Name, int Size)> s_types = new Dictionary<TensorType, (string, int)>
    {
        [TensorType.Bool] = ("BOOL", 1),
        [TensorType.U8] = ("U8", 1),
        [TensorType.I8] = ("I8", 1),
        [TensorType.F8E4M3] = ("F8_E4M3", 1),
        [TensorType.F8E5M2] = ("F8_E5M2", 1),
        [TensorType.F8E8M0] = ("F8_E8M0", 1),
        [TensorType.I16] = ("I16", 2),
        [TensorType.U16] = ("U16", 2),
        [TensorType.F16] = ("F16", 2),
        [TensorType.BF16] = ("BF16", 2),
        [TensorType.I32] = ("I32", 4),
        [TensorType.U32] = ("U32", 4),
        [TensorType.F32] = ("F32", 4),
        [TensorType.I64] = ("I64", 8),
        [TensorType.U64] = ("U64", 8),
        [TensorType.F64] = ("F64", 8),
        [TensorType.C64] = ("C64", 8),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, TensorType> s_byName = s_types.ToFrozenDictionary(
        static type => type.Value.Name, static type => type.Key, StringComparer.Ordinal);

    /// <summary>All names, for messages.</summary>
    internal static string Known { get; } = string.Join(", ", Enum.GetValues<TensorType>().Select(NameOf));

    /// <summary>The name in a file.</summary>
    internal static string NameOf(TensorType type) => s_types[type].Name;

    /// <summary>Bytes of one element.</summary>
    internal static int SizeOf(TensorType type) => s_types[type].Size;

    /// <summary>The type of exactly this name.</summary>
    internal static bool TryGet(string name, out TensorType type) => s_byName.TryGetValue(name, out type);
}
