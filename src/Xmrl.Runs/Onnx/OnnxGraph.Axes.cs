using System.Runtime.InteropServices;
using Google.Protobuf;
using Xmrl.Runs.Onnx.Schema;

namespace Xmrl.Runs.Onnx;

/// <content>Operators on the axes of values with more than two.</content>
internal sealed partial class OnnxGraph
{
    /// <summary>Adds the same numbers in another shape.</summary>
    /// <param name="output">Name of what it computes.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="shape">The axes; one of them −1 for as many as there are.</param>
    /// <returns>The name of what it computes.</returns>
    public string Reshape(string output, string input, params ReadOnlySpan<int> shape)
    {
        Whole($"{output}_axes", shape, isScalar: false);
        Append("Reshape", output, input, $"{output}_axes");
        return output;
    }

    /// <summary>Adds the same numbers with their axes in another order.</summary>
    /// <param name="output">Name of what it computes.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="order">Which axis of the input each one is.</param>
    /// <returns>The name of what it computes.</returns>
    public string Transpose(string output, string input, params ReadOnlySpan<int> order)
    {
        var axes = new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints };
        foreach (int axis in order)
        {
            axes.Ints.Add(axis);
        }

        Append("Transpose", output, input).Attribute.Add(axes);
        return output;
    }

    /// <summary>Adds one place of an axis, which is gone then.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Select(string output, string input, int axis, int index)
    {
        Whole($"{output}_index", [index], isScalar: true);
        Append("Gather", output, input, $"{output}_index").Attribute.Add(Whole("axis", axis));
        return output;
    }

    /// <summary>Adds the mean over the last axis, which is kept with length 1.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Mean(string output, string input)
    {
        var axes = new AttributeProto { Name = "axes", Type = AttributeProto.Types.AttributeType.Ints, Ints = { -1 } };
        Append("ReduceMean", output, input).Attribute.Add([axes, Whole("keepdims", 1)]);
        return output;
    }

    /// <summary>Adds the sum over the first axis, which is kept with length 1.</summary>
    /// <returns>The name of what it computes.</returns>
    public string Sum(string output, string input)
    {
        Whole($"{output}_axes", [0], isScalar: false);
        Append("ReduceSum", output, input, $"{output}_axes").Attribute.Add(Whole("keepdims", 1));
        return output;
    }

    /// <summary>Makes a value [1, size] an output.</summary>
    public void RowOutput(string name, int size, string description)
    {
        ValueInfoProto value = Value(name, size, description);
        value.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        _graph.Output.Add(value);
    }

    private void Whole(string name, ReadOnlySpan<int> values, bool isScalar)
    {
        long[] wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Int64,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(wide.AsSpan())),
        };
        if (!isScalar)
        {
            tensor.Dims.Add(wide.Length);
        }

        _graph.Initializer.Add(tensor);
    }
}
