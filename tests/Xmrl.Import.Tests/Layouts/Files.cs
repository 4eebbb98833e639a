using Xmrl.Runs.Safetensors;

namespace Xmrl.Import.Tests.Layouts;

/// <summary>Policies of two observations, three and three hidden units and two outputs under the names of libraries.</summary>
internal static class Files
{
    /// <summary>Numbers first + 0.5, first + 1.5, … of a shape.</summary>
    public static StoredTensor Tensor(int first, params int[] shape)
        => StoredTensor.Of<float>(
            [
                .. Enumerable.Range(first, shape.Aggregate(1, static (product, axis) => product * axis))
                    .Select(value => value + 0.5f),
            ],
            shape);

    public static SafetensorsFile Gaussian(string library)
    {
        SafetensorsFile file = Network(Names(library));
        switch (library)
        {
            case "pytorch-maml-rl":
                file.Tensors["sigma"] = StoredTensor.Of<float>([-0.5f, -1]);
                break;
            case "garage":
                file.Tensors["_module._init_std"] = StoredTensor.Of<float>([-0.5f]);
                break;
            default:
                file.Tensors["log_std"] = StoredTensor.Of<float>([-0.5f, -1]);
                AddValues(file);
                break;
        }

        return file;
    }

    public static SafetensorsFile Choices(string library)
    {
        if (library == "pytorch-maml-rl")
        {
            return Network(["layer1", "layer2", "layer3"]);
        }

        SafetensorsFile file = Network(Names(library));
        AddValues(file);
        return file;
    }

    private static string[] Names(string library) => library switch
    {
        "pytorch-maml-rl" => ["layer1", "layer2", "mu"],
        "garage" =>
        [
            "_module._mean_module._layers.0.linear", "_module._mean_module._layers.1.linear",
            "_module._mean_module._output_layers.0.linear",
        ],
        _ => ["mlp_extractor.policy_net.0", "mlp_extractor.policy_net.2", "action_net"],
    };

    private static SafetensorsFile Network(string[] names)
    {
        var file = new SafetensorsFile();
        (int Outputs, int Inputs)[] sizes = [(3, 2), (3, 3), (2, 3)];
        for (int i = 0; i < names.Length; i++)
        {
            file.Tensors[$"{names[i]}.weight"] = Tensor(i switch { 0 => 0, 1 => 100, _ => 300 }, sizes[i].Outputs, sizes[i].Inputs);
            float first = i switch { 0 => 50.25f, 1 => 200.25f, _ => 400.25f };
            file.Tensors[$"{names[i]}.bias"] = StoredTensor.Of<float>(
                [.. Enumerable.Range(0, sizes[i].Outputs).Select(unit => first + unit)]);
        }

        return file;
    }

    private static void AddValues(SafetensorsFile file)
    {
        file.Tensors["mlp_extractor.value_net.0.weight"] = Tensor(7, 5, 2);
        file.Tensors["mlp_extractor.value_net.0.bias"] = Tensor(7, 5);
        file.Tensors["value_net.weight"] = Tensor(7, 1, 5);
        file.Tensors["value_net.bias"] = Tensor(7, 1);
    }
}
