using System.Collections.Immutable;
using Xmrl.Import.Layouts;
using Xmrl.Import.Networks;
using Xmrl.Numerics.Kernels;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Import.Tests.Layouts;

public sealed class StateDictReaderTests
{
    public static TheoryData<string> Gaussians => ["pytorch-maml-rl", "garage", "Stable-Baselines3"];

    [Theory]
    [MemberData(nameof(Gaussians))]
    public void Read_GaussianOfALibrary_GivesLayersInOrderAndLogStd(string library)
    {
        ImportedNetwork network = Read(Files.Gaussian(library));

        network.Layout.ShouldBe(library);
        network.Layers.Select(layer => (layer.Inputs, layer.Outputs)).ShouldBe([(2, 3), (3, 3), (3, 2)]);
        network.Layers[0].Weight.ShouldBe([0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
        network.Layers[1].Bias.ShouldBe([200.25, 201.25, 202.25]);
        network.Layers[2].Weight[0].ShouldBe(300.5);
        network.LogStd.ShouldBe(library == "garage" ? [-0.5] : [-0.5, -1]);
        network.Activation.ShouldBeNull();
    }

    [Theory]
    [InlineData("pytorch-maml-rl")]
    [InlineData("Stable-Baselines3")]
    public void Read_ChoicesOfALibrary_HaveNoLogStd(string library)
    {
        ImportedNetwork network = Read(Files.Choices(library));

        network.Layers.Select(layer => (layer.Inputs, layer.Outputs)).ShouldBe([(2, 3), (3, 3), (3, 2)]);
        network.LogStd.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pytorch-maml-rl", "layer1.weight")]
    [InlineData("garage", "_module._mean_module._layers.0.linear.weight")]
    [InlineData("Stable-Baselines3", "mlp_extractor.policy_net.0.weight")]
    public void Read_MissingTensor_NamesIt(string library, string tensor)
    {
        SafetensorsFile file = Files.Gaussian(library);
        file.Tensors.Remove(tensor).ShouldBeTrue();
        Refusal(file).ShouldStartWith($"policy.safetensors has no tensor {tensor}; it has ");
    }

    [Fact]
    public void Read_MissingBias_NamesIt()
    {
        SafetensorsFile file = Files.Gaussian("garage");
        file.Tensors.Remove("_module._mean_module._layers.1.linear.bias").ShouldBeTrue();
        Refusal(file).ShouldStartWith("policy.safetensors has no tensor _module._mean_module._layers.1.linear.bias; it has ");
    }

    [Fact]
    public void Read_ShapesDoNotFit_NamesLayerAndSizes()
    {
        SafetensorsFile file = Files.Gaussian("pytorch-maml-rl");
        file.Tensors["layer2.weight"] = Files.Tensor(200, 3, 4);
        Refusal(file).ShouldBe(
            "policy.safetensors: layer layer2.weight reads 4 numbers; the layer before it, layer1.weight, writes 3.");
        file.Tensors["layer2.weight"] = Files.Tensor(200, 9);
        Refusal(file).ShouldBe("policy.safetensors: layer2.weight has shape [9]; expected two axes.");
        file.Tensors["layer2.weight"] = Files.Tensor(200, 4, 3);
        Refusal(file).ShouldBe(
            "policy.safetensors: the bias of layer layer2.weight has 3 numbers; its weight has 4 rows.");
    }

    [Fact]
    public void Read_TensorsOfAnotherLibraryBeside_AreNamed()
    {
        SafetensorsFile file = Files.Gaussian("Stable-Baselines3");
        file.Tensors["features_extractor.cnn.0.weight"] = Files.Tensor(0, 2);
        Refusal(file).ShouldStartWith(
            "policy.safetensors has features_extractor.cnn.0.weight beside what Stable-Baselines3 has in a perceptron");
    }

    [Fact]
    public void Read_NamesOfNobody_AskForAMapping()
    {
        var file = new SafetensorsFile { Tensors = { ["net.0.w"] = Files.Tensor(0, 2, 2) } };
        Refusal(file).ShouldBe(
            "policy.safetensors has the tensors net.0.w, which are those of none of Stable-Baselines3, garage, Xmrl, pytorch-maml-rl: name "
                + "the layers by weights.layers.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public void Read_NamedLayersOfInputsByOutputs_AreTurned(bool? transposed)
    {
        var file = new SafetensorsFile
        {
            Tensors =
            {
                ["first.kernel"] = Files.Tensor(0, 2, 3),
                ["first.offset"] = Files.Tensor(100, 3),
                ["last.kernel"] = Files.Tensor(300, 3, 1),
                ["last.offset"] = Files.Tensor(400, 1),
                ["sd"] = Files.Tensor(-1, 1),
                ["step"] = Files.Tensor(0, 1),
            },
        };
        ImmutableArray<LayerNames> layers =
        [
            new() { Weight = "first.kernel", Bias = "first.offset", Transposed = transposed },
            new() { Weight = "last.kernel", Bias = "last.offset", Transposed = transposed },
        ];

        ImportedNetwork network = StateDictReader.Read(Dictionary(file), WeightLayout.ByNames, layers, "sd");

        network.Layers[0].Weight.ShouldBe([0.5, 3.5, 1.5, 4.5, 2.5, 5.5]);
        network.Layers.Select(layer => (layer.Inputs, layer.Outputs)).ShouldBe([(2, 3), (3, 1)]);
        network.LogStd.ShouldBe([-0.5]);
    }

    [Theory]
    [InlineData("pytorch-maml-rl", "sigma")]
    [InlineData("garage", "_module._init_std")]
    public void Read_DeviationBelowWhatTheLibraryKeeps_IsThatOne(string library, string name)
    {
        SafetensorsFile file = Files.Gaussian(library);
        file.Tensors[name] = StoredTensor.Of<float>([-30f]);
        Read(file).LogStd.ShouldBe([Math.Log(1e-6)]);
        if (library == "garage")
        {
            file.Tensors["_module._min_std_param"] = StoredTensor.Of<float>([-2f]);
            Read(file).LogStd.ShouldBe([-2]);
        }
    }

    [Fact]
    public void Read_NumberIsNotFinite_NamesTheLayer()
    {
        SafetensorsFile file = Files.Gaussian("garage");
        file.Tensors["_module._mean_module._layers.1.linear.bias"] = StoredTensor.Of<float>([1, float.NaN, 2]);
        Refusal(file).ShouldBe(
            "policy.safetensors: layer _module._mean_module._layers.1.linear.weight holds NaN; expected finite numbers.");
    }

    [Fact]
    public void Read_OwnExport_TellsActivationNormalisationAndContext()
    {
        var file = new SafetensorsFile
        {
            Tensors =
            {
                ["layers.0.weight"] = Files.Tensor(0, 3, 2),
                ["layers.0.bias"] = Files.Tensor(100, 3),
                ["logits.weight"] = Files.Tensor(300, 4, 3),
                ["logits.bias"] = Files.Tensor(400, 4),
                ["observation.centre"] = Files.Tensor(1, 2),
                ["observation.scale"] = Files.Tensor(2, 2),
                ["context"] = Files.Tensor(3, 1),
                ["context.weight"] = Files.Tensor(4, 3, 1),
            },
            Metadata = { ["activation"] = "relu" },
        };

        ImportedNetwork network = Read(file);

        network.Activation.ShouldBe(Activation.Relu);
        network.Centre.ShouldBe([1.5, 2.5]);
        network.Scale.ShouldBe([2.5, 3.5]);
        network.Context!.Weight.ShouldBe([4.5, 5.5, 6.5]);
    }

    private static ImportedNetwork Read(SafetensorsFile file) => StateDictReader.Read(Dictionary(file), WeightLayout.ByNames, [], null);

    private static string Refusal(SafetensorsFile file) => Should.Throw<InvalidDataException>(() => Read(file)).Message;

    private static StateDict Dictionary(SafetensorsFile file) => new(file, "policy.safetensors");
}
