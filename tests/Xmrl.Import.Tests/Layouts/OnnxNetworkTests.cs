using Google.Protobuf;
using Xmrl.Fixtures;
using Xmrl.Import.Layouts;
using Xmrl.Import.Networks;
using Xmrl.Numerics.Kernels;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Onnx.Schema;

namespace Xmrl.Import.Tests.Layouts;

public sealed class OnnxNetworkTests
{
    private const int Cases = 4_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_OwnExport_GivesBackLayersNormalisationAndDeviations(bool isGaussian)
    {
        ImportedNetwork network = Read(Export(isGaussian));

        network.Layers.Select(layer => (layer.Inputs, layer.Outputs)).ShouldBe([(2, 3), (3, 2)]);
        network.Layers[0].Weight.ShouldBe([1, 2, 3, 4, 5, 6]);
        network.Layers[1].Bias.ShouldBe([7, 8]);
        network.Activation.ShouldBe(Activation.Tanh);
        network.Centre.ShouldBe([4, 6]);
        network.Scale.ShouldBe([0.25, 1f / 6]);
        network.LogStd.ShouldBe(isGaussian ? [-0.5, -1] : []);
    }

    [Fact]
    public void Read_MatMulAndAdd_IsTheSameLayer()
    {
        // W is [inputs, outputs] here, as after the export of a product.
        ImportedNetwork network = Read(Model(
            [Constant("w", [2, 3], 1, 2, 3, 4, 5, 6), Constant("b", [3], 7, 8, 9), Constant("v", [3, 1], 1, 2, 3)],
            Node("MatMul", "x", "a", "w"), Node("Add", "a", "c", "b"), Node("Relu", "c", "d"), Node("MatMul", "d", "y", "v")));

        network.Layers[0].Weight.ShouldBe([1, 4, 2, 5, 3, 6]);
        network.Layers[0].Bias.ShouldBe([7, 8, 9]);
        network.Layers[1].Weight.ShouldBe([1, 2, 3]);
        network.Layers[1].Bias.ShouldBe([0]);
        network.Activation.ShouldBe(Activation.Relu);
    }

    [Fact]
    public void Read_OperatorWithoutPlace_IsNamed() => Refusal(Model(
        [Constant("w", [2, 2], 1, 2, 3, 4)], Node("MatMul", "x", "a", "w"), Node("Sigmoid", "a", "y")))
        .ShouldStartWith("policy.onnx: Sigmoid y has no place in a perceptron of ours");

    [Fact]
    public void Read_SquashedMean_IsRefused() => Refusal(Model(
        [Constant("w", [2, 2], 1, 2, 3, 4)], Node("MatMul", "x", "a", "w"), Node("Tanh", "a", "y")))
        .ShouldStartWith("policy.onnx has 1 non-linearities and 1 layers; expected one after every layer but the last.");

    [Fact]
    public void Read_TwoVariableInputs_AreRefused() => Refusal(Model(
        [Constant("w", [2, 2], 1, 2, 3, 4)], Node("MatMul", "x", "a", "w"), Node("Add", "a", "y", "x")))
        .ShouldBe("policy.onnx: Add y reads 2 values that are not constant; expected one.");

    [Fact]
    public void Read_UnknownOutput_NamesThoseThereAre()
        => Should.Throw<InvalidDataException>(() => OnnxReader.Read(Export(true), "policy.onnx", "action"))
            .Message.ShouldBe("policy.onnx has no output action; it has mean, log_std.");

    [Fact]
    public void Read_HostileModels_RefusesWithTheFile()
    {
        (int accepted, int refused) = Fuzzer.Run(
            new FuzzTarget
            {
                Name = "onnx",
                Corpus = [Export(true), Export(false)],
                Tokens = ["Gemm", "MatMul", "Add", "Tanh", "Relu", "Constant", "mean", "logits", "observation"],
                Read = static bytes => OnnxNetwork.Read(OnnxReader.Read(bytes, "test.onnx"), null),
                Fault = static error => error is not InvalidDataException ? "an exception that is not documented"
                    : error.Message.StartsWith("test.onnx", StringComparison.Ordinal) ? null
                    : "a message without the file",
            },
            Cases,
            seed: 5);
        refused.ShouldBeGreaterThan(Cases / 4);
        accepted.ShouldBeGreaterThan(Cases / 100);
    }

    private static ImportedNetwork Read(byte[] bytes) => OnnxNetwork.Read(OnnxReader.Read(bytes, "policy.onnx"), null);

    private static string Refusal(byte[] bytes) => Should.Throw<InvalidDataException>(() => Read(bytes)).Message;

    private static byte[] Export(bool isGaussian)
    {
        using var stream = new MemoryStream();
        new OnnxPolicy
        {
            Name = "policy",
            ObservationCentre = [4, 6],
            ObservationScale = [0.25f, 1f / 6],
            Activation = OnnxActivation.Tanh,
            Layers =
            [
                new OnnxLayer { Name = "layers.0", Weight = [1, 2, 3, 4, 5, 6], Bias = [1, 2, 3] },
                new OnnxLayer { Name = isGaussian ? "mean" : "logits", Weight = [1, 2, 3, 4, 5, 6], Bias = [7, 8] },
            ],
            LogStd = isGaussian ? [-0.5f, -1] : [],
        }.Write(stream);
        return stream.ToArray();
    }

    private static byte[] Model(TensorProto[] constants, params NodeProto[] nodes) => new ModelProto
    {
        Graph = new GraphProto
        {
            Node = { nodes },
            Initializer = { constants },
            Input = { new ValueInfoProto { Name = "x" } },
            Output = { new ValueInfoProto { Name = "y" } },
        },
    }.ToByteArray();

    private static TensorProto Constant(string name, long[] shape, params float[] values)
        => new() { Name = name, DataType = 1, Dims = { shape }, FloatData = { values } };

    private static NodeProto Node(string type, string from, string to, params string[] constants)
        => new() { OpType = type, Input = { new[] { from }.Concat(constants) }, Output = { to } };
}
