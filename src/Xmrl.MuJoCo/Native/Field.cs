namespace Xmrl.MuJoCo.Native;

/// <summary>A field of mjModel or mjData.</summary>
/// <param name="Name">Its name in MuJoCo's headers; fields of the options begin with <c>opt.</c>.</param>
/// <param name="Offset">Bytes from the beginning of the struct.</param>
/// <param name="Kind">Type of the elements.</param>
/// <param name="Rows">The size field that counts the rows of the array that the field points to; null where the elements lie in the struct
/// itself.</param>
/// <param name="Columns">Elements per row.</param>
internal readonly record struct Field(string Name, int Offset, FieldKind Kind, string? Rows, int Columns);
