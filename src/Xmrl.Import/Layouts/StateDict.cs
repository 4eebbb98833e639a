using Xmrl.Import.Networks;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Import.Layouts;

/// <summary>The tensors of a file, and which of them were used.</summary>
/// <param name="file">The file.</param>
/// <param name="name">What messages call it.</param>
internal sealed class StateDict(SafetensorsFile file, string name)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>What messages call it.</summary>
    public string Name => name;

    /// <summary>Names of all tensors, in ordinal order.</summary>
    public IEnumerable<string> Names => file.Tensors.Keys;

    /// <summary>Names of tensors that nobody asked for.</summary>
    public IEnumerable<string> Unused => file.Tensors.Keys.Where(key => !_used.Contains(key));

    /// <summary>Free text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Has(string tensor) => file.Tensors.ContainsKey(tensor);

    /// <summary>The numbers of a tensor of any shape.</summary>
    /// <param name="tensor">Its name.</param>
    /// <returns>Row after row.</returns>
    /// <exception cref="InvalidDataException">There is none, or its numbers are no real ones.</exception>
    public double[] Numbers(string tensor) => Numbers(tensor, out _);

    /// <summary>A layer.</summary>
    /// <param name="weight">Name of W.</param>
    /// <param name="bias">Name of b.</param>
    /// <param name="isTransposed">Whether W is [inputs, outputs] in the file; null where b tells: the axis of its length is that of the
    /// outputs, the first where both are.</param>
    /// <returns>The layer, with W [outputs, inputs].</returns>
    /// <exception cref="InvalidDataException">A tensor is missing, or W is no matrix; the message names file and tensor.</exception>
    public ImportedLayer Layer(string weight, string bias, bool? isTransposed = false)
    {
        double[] values = Numbers(weight, out long[] shape);
        double[] offsets = Numbers(bias);
        if (shape.Length != 2 || values.Length == 0)
        {
            throw new InvalidDataException($"{name}: {weight} has shape [{string.Join(", ", shape)}]; expected two axes.");
        }

        bool turns = isTransposed ?? (shape[0] != offsets.Length && shape[1] == offsets.Length);
        (int rows, int columns) = ((int)shape[0], (int)shape[1]);
        return turns
            ? new ImportedLayer(weight, columns, rows, Turned(values, rows, columns), offsets)
            : new ImportedLayer(weight, rows, columns, values, offsets);
    }

    /// <summary>The transpose of a matrix.</summary>
    /// <param name="values">Row after row. Shape [rows, columns].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>Shape [columns, rows].</returns>
    public static double[] Turned(double[] values, int rows, int columns)
    {
        var turned = new double[values.Length];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                turned[(j * rows) + i] = values[(i * columns) + j];
            }
        }

        return turned;
    }

    private double[] Numbers(string tensor, out long[] shape)
    {
        if (!file.Tensors.TryGetValue(tensor, out StoredTensor? stored))
        {
            throw new InvalidDataException($"{name} has no tensor {tensor}; it has {Shown(file.Tensors.Keys)}.");
        }

        _used.Add(tensor);
        shape = [.. stored.Shape];
        return stored.Type is TensorType.F16 or TensorType.BF16 or TensorType.F32 or TensorType.F64
            ? stored.ToDoubles()
            : throw new InvalidDataException($"{name}: {tensor} holds numbers of type {stored.Type}; expected real ones.");
    }

    /// <summary>Some names, for messages.</summary>
    public static string Shown(IEnumerable<string> names)
    {
        string[] first = [.. names.Take(13)];
        return first.Length == 0 ? "none" : string.Join(", ", first.Take(12)) + (first.Length > 12 ? ", …" : string.Empty);
    }
}
