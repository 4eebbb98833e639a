namespace Xmrl.Acting.Networks;

/// <summary>Values and derivatives of non-linearities.</summary>
internal static class NonLinearities
{
    /// <summary>The one of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static NonLinearity Named(string name) => name switch
    {
        "tanh" => NonLinearity.Tanh,
        "relu" => NonLinearity.Relu,
        "identity" => NonLinearity.Identity,
        _ => throw new InvalidDataException($"The policy's non-linearity is '{name}'; expected tanh, relu or identity."),
    };

    /// <summary>f(x).</summary>
    public static double Of(this NonLinearity kind, double x) => kind switch
    {
        NonLinearity.Tanh => Math.Tanh(x),
        NonLinearity.Relu => Math.Max(0, x),
        _ => x,
    };

    /// <summary>f′ where f has the value y.</summary>
    public static double Derivative(this NonLinearity kind, double y) => kind switch
    {
        NonLinearity.Tanh => 1 - (y * y),
        NonLinearity.Relu => y > 0 ? 1 : 0,
        _ => 1,
    };
}
