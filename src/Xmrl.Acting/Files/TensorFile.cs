using System.Text;

namespace Xmrl.Acting.Files;

/// <summary>Tensors by name and text by name, from a file in the safetensors format.</summary>
/// <seealso href="https://github.com/huggingface/safetensors#format">The format: length of the header, header as JSON, numbers.</seealso>
internal sealed class TensorFile
{
    private const int LengthBytes = sizeof(ulong);

    private readonly Dictionary<string, float[]> _tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="InvalidDataException">It is not in the format, or holds numbers of another type than F32 and F64.</exception>
    public TensorFile(byte[] bytes)
    {
        if (bytes.Length < LengthBytes || BitConverter.ToUInt64(bytes, 0) is var length && length > (ulong)(bytes.Length - LengthBytes))
        {
            throw new InvalidDataException("The policy is not a safetensors file: it is shorter than its header says.");
        }

        int start = LengthBytes + (int)length;
        var header = HeaderText.Read(Encoding.UTF8.GetString(bytes, LengthBytes, (int)length));
        Metadata = header.Metadata;
        foreach (KeyValuePair<string, HeaderTensor> entry in header.Tensors)
        {
            _tensors[entry.Key] = Numbers(entry.Key, entry.Value, bytes, start);
        }
    }

    /// <summary>Text by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Whether a tensor is there.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The numbers of a tensor, row after row.</summary>
    /// <exception cref="InvalidDataException">There is none of the name, or it has another number of elements.</exception>
    public float[] Numbers(string name, int length)
    {
        float[] numbers = Numbers(name);
        return numbers.Length == length
            ? numbers
            : throw new InvalidDataException($"The policy's tensor {name} has {numbers.Length} numbers; expected {length}.");
    }

    /// <summary>The numbers of a tensor of any length.</summary>
    /// <exception cref="InvalidDataException">There is none of the name.</exception>
    public float[] Numbers(string name) => _tensors.TryGetValue(name, out float[]? numbers)
        ? numbers
        : throw new InvalidDataException($"The policy has no tensor {name}: export it with xmrl export.");

    private static float[] Numbers(string name, HeaderTensor tensor, byte[] bytes, int start)
    {
        int size = tensor.Type == "F32" ? sizeof(float) : tensor.Type == "F64" ? sizeof(double) : 0;
        long length = tensor.End - tensor.Begin;
        if (size == 0 || tensor.Begin < 0 || length < 0 || length % size != 0 || tensor.End > bytes.Length - start)
        {
            throw new InvalidDataException(
                $"The policy's tensor {name} has the type {tensor.Type} and the bytes {tensor.Begin} to {tensor.End}; expected F32 or F64 "
                    + "within the file.");
        }

        var numbers = new float[length / size];
        for (int i = 0; i < numbers.Length; i++)
        {
            int at = start + (int)tensor.Begin + (i * size);
            numbers[i] = size == sizeof(float) ? BitConverter.ToSingle(bytes, at) : (float)BitConverter.ToDouble(bytes, at);
            if (!float.IsFinite(numbers[i]))
            {
                throw new InvalidDataException($"Number {i} of the policy's tensor {name} is {numbers[i]}; expected a finite one.");
            }
        }

        return numbers;
    }
}
