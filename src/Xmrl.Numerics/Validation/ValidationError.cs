namespace Xmrl.Numerics.Validation;

/// <summary>A value that has the right type and is not acceptable.</summary>
/// <param name="Path">Property below the validated record, such as InnerStepSize or Meta.InnerStepSize; case of the first letters is
/// free.</param>
/// <param name="Expected">What is acceptable, such as "a number in (0, 10]".</param>
/// <param name="Found">The value as text.</param>
public readonly record struct ValidationError(string Path, string Expected, string Found);
