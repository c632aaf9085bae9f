-- 粮食产量1.2万吨 is a level; 同比增长3% and 减少4件 are changes, and adding them to levels gives nonsense.
CREATE OR REPLACE VIEW levels AS
SELECT *
FROM claims_unique
WHERE comparison = 'none' AND direction = 'none';

COMMENT ON VIEW levels IS 'The claims of claims_unique that say how much there is, without those that say by how much it changed. Targets are in it: filter by status';
