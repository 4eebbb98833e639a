using System.Collections.Frozen;

namespace Xmrl.MuJoCo.Native;

/// <summary>Where the fields of MuJoCo's structs lie, for one version.</summary>
/// <param name="version">As mj_versionString() gives it: <c>2.2.2</c>.</param>
/// <param name="number">As mj_version() gives it: 222 for 2.2.2, 3012000 for 3.12.0.</param>
/// <param name="model">Fields of mjModel.</param>
/// <param name="data">Fields of mjData.</param>
/// <param name="warnings">Values of mjtWarning by their names without prefix.</param>
internal sealed class EngineLayout(
    string version, int number, IEnumerable<Field> model, IEnumerable<Field> data, IReadOnlyDictionary<string, int> warnings)
{
    /// <summary>As mj_versionString() gives it: <c>2.2.2</c>.</summary>
    public string Version { get; } = version;

    /// <summary>As mj_version() gives it: 222 for 2.2.2, 3012000 for 3.12.0.</summary>
    public int Number { get; } = number;

    /// <summary>Fields of mjModel.</summary>
    public FrozenDictionary<string, Field> Model { get; } = model.ToFrozenDictionary(static field => field.Name, StringComparer.Ordinal);

    /// <summary>Fields of mjData.</summary>
    public FrozenDictionary<string, Field> Data { get; } = data.ToFrozenDictionary(static field => field.Name, StringComparer.Ordinal);

    /// <summary>Values of mjtWarning by their names without prefix, such as <c>BADQPOS</c>: an index into <c>warning</c> of
    /// mjData.</summary>
    public IReadOnlyDictionary<string, int> Warnings { get; } = warnings;

    /// <summary>Bytes of the struct mjModel; null where the table does not say what is needed beyond locomotion.</summary>
    public int? ModelBytes { get; init; }

    /// <summary>mjVFS.</summary>
    public required FileSystemLayout Files { get; init; }

    /// <summary>mjVFS, through which a model's text reaches the compiler.</summary>
    /// <param name="Size">Bytes that it takes.</param>
    /// <param name="Table">Before MuJoCo 3: where it holds sizes and contents of its files, for callers to fill; null where
    /// mj_addBufferVFS does that.</param>
    public readonly record struct FileSystemLayout(int Size, (int Sizes, int Contents)? Table);
}
